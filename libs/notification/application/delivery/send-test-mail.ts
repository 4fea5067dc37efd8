import {
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { SendTestMail } from '../../contract/commands/templates.js';
import type { TemplateStore } from '../ports/message-templates.js';
import type { MailProvider } from '../ports/providers.js';
import type { Senders } from '../ports/rendering.js';
import { faultsOfParts, type SampleMails } from '../templates/preview-template.js';

const TESTS_RESUME_SECONDS = 3_600;

/** Hands the mail to the provider while its asker waits: whether that takes it is what they want to know. */
export class SendTestMailHandler implements CommandHandler<SendTestMail> {
  constructor(
    private readonly ports: {
      readonly samples: SampleMails;
      readonly templates: TemplateStore;
      readonly senders: Senders;
      readonly provider: MailProvider;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute(command: SendTestMail, context: CommandContext): Promise<ResultOf<SendTestMail>> {
    const { template, locale, recipient, ...given } = command;
    const key = { application: context.application, template, locale };
    const rendered = await this.ports.samples.render(key, given);
    if (!rendered.ok) return err(refusal('validation-failed', { errors: rendered.error }));
    if (!(await this.ports.templates.admitTest(key, context))) {
      return err(refusal('too-many-tests', { retryAfterSeconds: TESTS_RESUME_SECONDS }));
    }
    const { from, replyTo, routes } = await this.ports.senders.of(context.application);
    const { recipientName: _, ...mail } = rendered.value;
    const answer = await this.ports.provider.send({
      deliveryId: this.ports.ids.next(),
      recipient: { email: recipient, name: null },
      ...(from && { from }),
      ...(replyTo !== undefined && { replyTo }),
      ...mail,
      ...(routes?.mail && { route: routes.mail }),
    });
    if (answer.kind === 'accepted') return ok(null);
    return err(refusal('test-not-accepted', { detail: answer.reason }));
  }

  async faultsIn({ template, ...given }: FieldsOf<SendTestMail>): Promise<readonly FieldError[]> {
    return template === undefined ? [] : faultsOfParts(template, given);
  }
}
