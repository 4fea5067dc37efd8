import { directionOf, LOCALES, loadWords, matchLocale } from '@gatehouse/platform/i18n';
import type { MessageRenderer, RenderedMessage } from '../../application/ports/message-renderer.js';
import type { MailTemplate, Message } from '../../domain/message/message.js';
import { compileTemplate, type MessageParts, type View } from './compile-template.js';
import { isolating } from './isolating.js';
import { mailWords } from './mail-words.js';
import { oneLine } from './plain-text.js';
import { presentableName } from './presentable-name.js';

const LONGEST_APPLICATION_NAME = 60;
const LONGEST_SUBJECT = 150;

/** Renders mails from the templates and words beside this file. Each template is compiled once, at its first use. */
export class MailRenderer implements MessageRenderer {
  readonly #words = loadWords(new URL('./locales/', import.meta.url));
  readonly #templates = new Map<MailTemplate, MessageParts>();

  async render({ content, locale: wished, recipient, sender }: Message): Promise<RenderedMessage> {
    const locale = matchLocale([wished ?? sender.defaultLocale, sender.defaultLocale], LOCALES);
    const direction = directionOf(locale);
    const translate = isolating(this.#words(locale), direction);
    const application = oneLine(sender.applicationName, LONGEST_APPLICATION_NAME);
    const name = presentableName(recipient.name);
    const words = mailWords(content, application, translate);
    // Without marks of direction: mail programs show the subject in a line of its own.
    const subject = oneLine(words.subject, LONGEST_SUBJECT);
    const view: View = {
      ...words,
      subject,
      locale,
      direction,
      start: direction === 'rtl' ? 'right' : 'left',
      application,
      greeting: name ? translate('greetingWithName', { name }) : translate('greeting'),
    };
    const { text, html } = this.#template(content.template);
    return { subject, text: text(view), html: html(view), recipientName: name };
  }

  #template(template: MailTemplate): MessageParts {
    const known = this.#templates.get(template);
    if (known) return known;
    const parts = compileTemplate(template);
    this.#templates.set(template, parts);
    return parts;
  }
}
