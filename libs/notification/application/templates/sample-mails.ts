import { err, type FieldError, ok, type Result } from '@gatehouse/kernel';
import type { MailTemplate } from '../../domain/message/message.js';
import { acceptTemplate, type TemplateParts } from '../../domain/template/accept-template.js';
import { SAMPLE_NAME, sampleContent } from '../../domain/template/sample-content.js';
import type { MessageRenderer, RenderedMessage } from '../ports/message-renderer.js';
import type { TemplateKey, TemplateStore } from '../ports/message-templates.js';
import type { Senders } from '../ports/senders.js';
import { faultsOfDraft, type GivenParts, isDraft } from './template-faults.js';

const NOBODY = 'ada@example.com';

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
    const recipient = { email: NOBODY, name: SAMPLE_NAME };
    const message = { recipient, locale: key.locale, sender, content: sampleContent(key.template) };
    return ok(await this.renderer.render(message, own));
  }
}

function draftOf(template: MailTemplate, { subject, text, html }: GivenParts): TemplateParts {
  const accepted = acceptTemplate(template, { subject: subject ?? '', text: text ?? '', html: html ?? '' });
  if (!accepted.ok) throw new Error('A draft without faults is accepted');
  return accepted.value;
}
