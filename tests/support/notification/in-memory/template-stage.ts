import type { Clock, CommandContext } from '@gatehouse/kernel';
import type { OwnTemplate } from '@gatehouse/notification/contract';
import type {
  OwnTemplates,
  TemplateKey,
  TemplateStore,
} from '../../../../libs/notification/application/ports/message-templates.js';
import type {
  MailProvider,
  OutgoingMail,
  ProviderAnswer,
} from '../../../../libs/notification/application/ports/providers.js';
import type {
  MessageRenderer,
  RenderedMessage,
  Senders,
} from '../../../../libs/notification/application/ports/rendering.js';
import { SampleMails } from '../../../../libs/notification/application/templates/preview-template.js';
import type { Message, Sender } from '../../../../libs/notification/domain/message/message.js';
import type { TemplateParts } from '../../../../libs/notification/domain/template/accept-template.js';
import { plainLook } from '../plain-look.js';

const MOST_TESTS = 2;

/** Applications' own words for mails. */
export class InMemoryTemplates implements TemplateStore, OwnTemplates {
  readonly #kept = new Map<string, OwnTemplate & { readonly application: string }>();
  readonly #tests = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  async read(key: TemplateKey): Promise<TemplateParts | null> {
    const { subject, text, html } = this.#kept.get(placeOf(key)) ?? {};
    return subject !== undefined && text !== undefined && html !== undefined ? { subject, text, html } : null;
  }

  async save(key: TemplateKey, { subject, text, html }: TemplateParts): Promise<void> {
    const changedAt = this.clock.now().toISOString();
    this.#kept.set(placeOf(key), { ...key, subject, text, html, changedAt });
  }

  async remove(key: TemplateKey): Promise<void> {
    this.#kept.delete(placeOf(key));
  }

  async admitTest({ application }: TemplateKey, _context: CommandContext): Promise<boolean> {
    const count = this.#tests.get(application) ?? 0;
    if (count >= MOST_TESTS) return false;
    this.#tests.set(application, count + 1);
    return true;
  }

  async ofApplication(application: string): Promise<OwnTemplate[]> {
    const own = [...this.#kept.values()].filter((kept) => kept.application === application);
    return own.map(({ application: _, ...template }) => template);
  }
}

const placeOf = ({ application, template, locale }: TemplateKey): string => `${application}/${template}/${locale}`;

/** Shows what it was given to render: whose words, for whom, in whose name, and with what in them. */
class PlainRenderer implements MessageRenderer {
  async render({ recipient, locale, sender, content }: Message, own?: TemplateParts | null): Promise<RenderedMessage> {
    const words = own === undefined ? 'saved words' : (own?.text ?? 'built-in words');
    return {
      subject: own?.subject ?? content.template,
      text: `${words} in ${locale} to ${recipient.name} at ${recipient.email} from ${sender.applicationName}`,
      html: `<p>${JSON.stringify(content)}</p>`,
      recipientName: recipient.name,
    };
  }
}

/** Takes test mails, and says what a test has it say. */
export class TestMailProvider implements MailProvider {
  readonly name = 'mailjet';
  readonly sendTimeoutSeconds = 10;
  readonly mails: OutgoingMail[] = [];
  says: ProviderAnswer = { kind: 'accepted', providerMessageId: 'uuid-1' };

  async send(mail: OutgoingMail): Promise<ProviderAnswer> {
    this.mails.push(mail);
    return this.says;
  }
}

/** What handlers of templates work with. */
export class TemplateStage {
  readonly templates: InMemoryTemplates;
  readonly provider = new TestMailProvider();
  /** What the application has set of its mails' sender. */
  sender: Partial<Sender> = {};
  readonly senders: Senders = {
    of: async (application) => {
      const usual = { application, applicationName: `The ${application}`, defaultLocale: 'en', look: plainLook };
      return { ...usual, ...this.sender };
    },
  };
  readonly samples: SampleMails;

  constructor(clock: Clock) {
    this.templates = new InMemoryTemplates(clock);
    this.samples = new SampleMails(this.templates, this.senders, new PlainRenderer());
  }
}
