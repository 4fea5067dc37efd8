import type { MessageRenderer, RenderedMessage } from '../../application/ports/message-renderer.js';
import type { Message, MessageContent, Template } from '../../domain/message/message.js';
import { compileTemplate, type MessageParts, type View } from './compile-template.js';
import { durationInWords } from './duration-in-words.js';
import { matchLocale } from './match-locale.js';
import { oneLine } from './plain-text.js';
import { presentableName } from './presentable-name.js';
import { LOCALES, loadWords, type Translate } from './words.js';

const LONGEST_APPLICATION_NAME = 60;
const LONGEST_SUBJECT = 150;

/** Renders mails from the templates and words beside this file. Each template is compiled once, at its first use. */
export class MailRenderer implements MessageRenderer {
  readonly #words = loadWords();
  readonly #templates = new Map<Template, MessageParts>();

  async render({ content, locale: wished, recipient, sender }: Message): Promise<RenderedMessage> {
    const locale = matchLocale([wished ?? sender.defaultLocale, sender.defaultLocale], LOCALES);
    const translate = this.#words(locale);
    const application = oneLine(sender.applicationName, LONGEST_APPLICATION_NAME);
    const name = presentableName(recipient.name);
    const words = wordsOf(content, application, translate);
    const view: View = {
      ...words,
      locale,
      application,
      greeting: name ? translate('greetingWithName', { name }) : translate('greeting'),
    };
    const { text, html } = this.#template(content.template);
    return {
      subject: oneLine(words.subject, LONGEST_SUBJECT),
      text: text(view),
      html: html(view),
      recipientName: name,
    };
  }

  #template(template: Template): MessageParts {
    const known = this.#templates.get(template);
    if (known) return known;
    const parts = compileTemplate(template);
    this.#templates.set(template, parts);
    return parts;
  }
}

type Words = View & { readonly subject: string };

function wordsOf(content: MessageContent, application: string, translate: Translate): Words {
  switch (content.template) {
    case 'activation-code':
      return activationCodeWords(content, application, translate);
    case 'account-exists':
      return accountExistsWords(application, translate);
  }
}

function activationCodeWords(
  { digits, number, lifeSeconds }: Extract<MessageContent, { template: 'activation-code' }>,
  application: string,
  translate: Translate,
): Words {
  const values = { application, number, life: durationInWords(lifeSeconds, translate) };
  const say = (key: string) => translate(`activation-code.${key}`, values);
  const isNumbered = number > 1;
  return {
    digits,
    subject: say(isNumbered ? 'subjectNumbered' : 'subject'),
    preview: say('preview'),
    heading: say('heading'),
    intro: say('intro'),
    numbered: isNumbered ? say('numbered') : undefined,
    life: say('life'),
    secrecy: say('secrecy'),
    footer: say('footer'),
  };
}

function accountExistsWords(application: string, translate: Translate): Words {
  const say = (key: string) => translate(`account-exists.${key}`, { application });
  return {
    subject: say('subject'),
    preview: say('preview'),
    heading: say('heading'),
    intro: say('intro'),
    advice: say('advice'),
    footer: say('footer'),
  };
}
