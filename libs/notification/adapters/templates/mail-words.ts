import type { Translate } from '@gatehouse/platform/i18n';
import type { MailContent } from '../../domain/message/message.js';
import type { View } from './compile-template.js';
import { durationInWords } from './duration-in-words.js';
import { webAddress } from './web-address.js';

type Of<T extends MailContent['template']> = Extract<MailContent, { template: T }>;
type Code = Of<'activation-code' | 'email-change-code' | 'password-reset-code'>;

export type MailWords = View & { readonly subject: string };

/** What a mail says, in the language of `translate`: all that its layout asks for besides the greeting. */
export function mailWords(content: MailContent, application: string, translate: Translate): MailWords {
  switch (content.template) {
    case 'activation-code':
    case 'email-change-code':
    case 'password-reset-code':
      return codeWords(content, application, translate);
    case 'account-exists':
    case 'email-change-taken':
      return noticeWords(content, { application }, translate);
    case 'email-changing-notice':
    case 'email-restored-notice':
    case 'password-changed-notice':
    case 'password-reset-notice':
      return linkedWords(content, content.resetUrl, { application }, translate);
    case 'email-change-notice':
      return undoableWords(content, application, translate);
  }
}

function codeWords(content: Code, application: string, translate: Translate) {
  const { template, digits, number, lifeSeconds } = content;
  const url = urlOf(content);
  const values = { application, number, life: durationInWords(lifeSeconds, translate) };
  const say = (key: string) => translate(`${template}.${key}`, values);
  const isNumbered = number > 1;
  const subject = say('subject');
  return {
    digits,
    subject: isNumbered ? translate('code.subjectNumbered', { subject, number }) : subject,
    preview: say('preview'),
    heading: say('heading'),
    intro: say('intro'),
    numbered: isNumbered ? translate('code.numbered', values) : undefined,
    linked: url === undefined ? undefined : say('linked'),
    link: url === undefined ? undefined : webAddress(url),
    action: url === undefined ? undefined : say('action'),
    life: translate('code.life', values),
    secrecy: translate('code.secrecy', values),
    footer: say('footer'),
  };
}

function noticeWords({ template }: MailContent, values: Readonly<Record<string, string>>, translate: Translate) {
  const say = (key: string) => translate(`${template}.${key}`, values);
  return {
    subject: say('subject'),
    preview: say('preview'),
    heading: say('heading'),
    intro: say('intro'),
    advice: say('advice'),
    link: undefined,
    action: undefined,
    footer: say('footer'),
  };
}

function urlOf(content: Code): string | undefined {
  switch (content.template) {
    case 'activation-code':
      return content.activationUrl;
    case 'password-reset-code':
      return content.resetUrl;
    case 'email-change-code':
      return undefined;
  }
}

function undoableWords(content: Of<'email-change-notice'>, application: string, translate: Translate) {
  const life = durationInWords(content.undoSeconds, translate);
  return linkedWords(content, content.undoUrl, { application, life }, translate);
}

const linkedWords = (
  content: MailContent,
  url: string,
  values: Readonly<Record<string, string>>,
  translate: Translate,
) => ({
  ...noticeWords(content, values, translate),
  link: webAddress(url),
  action: translate(`${content.template}.action`),
});
