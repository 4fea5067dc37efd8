import {
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  ok,
  type Result,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { PreviewTemplate } from '../../contract/commands/templates.js';
import type { MailTemplate } from '../../domain/message/message.js';
import {
  acceptTemplate,
  SAMPLE_NAME,
  sampleContent,
  type TemplateParts,
} from '../../domain/template/accept-template.js';
import type { TemplateKey, TemplateStore } from '../ports/message-templates.js';
import type { MessageRenderer, RenderedMessage, Senders } from '../ports/rendering.js';

/** Parts of a template as they came: absent, or null, where they did not. */
interface GivenParts {
  readonly subject?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly html?: string | null | undefined;
}

/** What is wrong with the parts that are there. */
export function faultsOfParts(template: MailTemplate, given: GivenParts): FieldError[] {
  const { subject, text, html } = given;
  const accepted = acceptTemplate(template, { subject: subject ?? '', text: text ?? '', html: html ?? '' });
  const isGiven = ({ pointer }: FieldError) => given[pointer.slice(1) as keyof GivenParts] != null;
  return accepted.ok ? [] : accepted.error.filter(isGiven);
}

const SAMPLE_ADDRESS = 'ada@example.com';

/** Renders mails with sample data: a draft, or what would be sent at this moment. */
export class SampleMails {
  constructor(
    private readonly templates: TemplateStore,
    private readonly senders: Senders,
    private readonly renderer: MessageRenderer,
  ) {}

  async render(key: TemplateKey, given: GivenParts): Promise<Result<RenderedMessage, readonly FieldError[]>> {
    const faults = faultsOfDraft(key.template, given);
    if (faults.length > 0) return err(faults);
    const [sender, own] = await Promise.all([
      this.senders.of(key.application),
      isDraft(given) ? draftOf(key.template, given) : this.templates.read(key),
    ]);
    const recipient = { email: SAMPLE_ADDRESS, name: SAMPLE_NAME };
    const message = { recipient, locale: key.locale, sender, content: sampleContent(key.template) };
    return ok(await this.renderer.render(message, own));
  }
}

export class PreviewTemplateHandler implements CommandHandler<PreviewTemplate> {
  constructor(private readonly ports: { readonly samples: SampleMails }) {}

  async execute(
    { template, locale, ...given }: PreviewTemplate,
    { application }: CommandContext,
  ): Promise<ResultOf<PreviewTemplate>> {
    const rendered = await this.ports.samples.render({ application, template, locale }, given);
    if (!rendered.ok) return err(refusal('validation-failed', { errors: rendered.error }));
    const { subject, text, html } = rendered.value;
    return ok({ subject, text, html });
  }

  async faultsIn({ template, ...given }: FieldsOf<PreviewTemplate>): Promise<readonly FieldError[]> {
    return template === undefined ? [] : faultsOfParts(template, given);
  }
}

const isDraft = ({ subject, text, html }: GivenParts): boolean => subject != null || text != null || html != null;

/** The same of a draft, which is whole or not there. */
const faultsOfDraft = (template: MailTemplate, given: GivenParts): FieldError[] =>
  isDraft(given) ? [...missing(given), ...faultsOfParts(template, given)] : [];

const missing = (given: GivenParts): FieldError[] =>
  (['subject', 'text', 'html'] as const)
    .filter((part) => given[part] == null)
    .map((part) => ({ pointer: `/${part}`, code: 'field-required', message: 'This field is required' }));

function draftOf(template: MailTemplate, { subject, text, html }: GivenParts): TemplateParts {
  const accepted = acceptTemplate(template, { subject: subject ?? '', text: text ?? '', html: html ?? '' });
  if (!accepted.ok) throw new Error('A draft without faults is accepted');
  return accepted.value;
}
