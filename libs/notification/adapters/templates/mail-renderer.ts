import { directionOf, LOCALES, type Locale, loadWords, matchLocale, type Translate } from '@gatehouse/platform/i18n';
import type { MessageRenderer, RenderedMessage } from '../../application/ports/message-renderer.js';
import type { MessageTemplates } from '../../application/ports/message-templates.js';
import type { MailTemplate, Message } from '../../domain/message/message.js';
import type { TemplateParts } from '../../domain/template/accept-template.js';
import { compileParts, compileTemplate, type MessageParts, type View } from './compile-template.js';
import { isolating } from './isolating.js';
import { mailWords } from './mail-words.js';
import { oneLine } from './plain-text.js';
import { presentableName } from './presentable-name.js';
import { remembering } from './remembering.js';
import { tailoredView } from './tailored-view.js';

const LONGEST_APPLICATION_NAME = 60;
const LONGEST_SUBJECT = 150;

/**
 * Renders mails from the application's own templates or, where it has none, from those and the words beside this
 * file. Each template is compiled once, at its first use.
 */
export class MailRenderer implements MessageRenderer {
  readonly #words = loadWords(new URL('./locales/', import.meta.url));
  readonly #said = new Map<Locale, Translate>();
  readonly #builtIn = new Map<MailTemplate, MessageParts>();
  readonly #tailored = new WeakMap<TemplateParts, MessageParts>();
  readonly #templates: Pick<MessageTemplates, 'find'>;

  constructor(templates: Pick<MessageTemplates, 'find'>) {
    this.#templates = templates;
  }

  async render(
    { content, locale: wished, recipient, sender }: Message,
    given?: TemplateParts | null,
  ): Promise<RenderedMessage> {
    const locale = matchLocale([wished ?? sender.defaultLocale, sender.defaultLocale], LOCALES);
    const { template } = content;
    const key = { application: sender.application, template, locale };
    const own = given === undefined ? await this.#templates.find(key) : given;
    const direction = directionOf(locale);
    const translate = isolating(this.#words(locale), direction);
    const application = oneLine(sender.applicationName, LONGEST_APPLICATION_NAME);
    const name = presentableName(recipient.name);
    const greeting = name ? translate('greetingWithName', { name }) : translate('greeting');
    if (own) {
      const view = tailoredView(content, { application, greeting }, translate);
      return { ...rendered(this.#compiled(own), view, ''), recipientName: name };
    }
    const words = mailWords(content, application, this.#remembering(locale, translate));
    // Without marks of direction: mail programs show the subject in a line of its own.
    const subject = oneLine(words.subject, LONGEST_SUBJECT);
    const start = direction === 'rtl' ? 'right' : 'left';
    const view: View = { ...words, subject, locale, direction, start, application, greeting };
    return { ...rendered(this.#layout(template), view, subject), recipientName: name };
  }

  #remembering(locale: Locale, translate: Translate): Translate {
    const known = this.#said.get(locale) ?? remembering(translate);
    this.#said.set(locale, known);
    return known;
  }

  #layout(template: MailTemplate): MessageParts {
    const known = this.#builtIn.get(template) ?? compileTemplate(template);
    this.#builtIn.set(template, known);
    return known;
  }

  #compiled(own: TemplateParts): MessageParts {
    const known = this.#tailored.get(own) ?? compileParts(own);
    this.#tailored.set(own, known);
    return known;
  }
}

const rendered = ({ subject, text, html }: MessageParts, view: View, otherwise: string) => ({
  subject: oneLine(subject?.(view) ?? otherwise, LONGEST_SUBJECT),
  text: text(view),
  html: html(view),
});
