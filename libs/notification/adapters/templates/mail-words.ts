import type { Translate } from '@gatehouse/platform/i18n';
import type { MailContent } from '../../domain/message/message.js';
import type { Placeholder } from '../../domain/template/accept-template.js';

/** What a template may speak of, by name. */
export type View = Readonly<Record<string, string | undefined>>;

type Code = Extract<MailContent, { digits: string }>;
type Undoable = Extract<MailContent, { undoUrl: string }>;

type MailWords = View & { readonly subject: string };

/** What a mail says, in the language of `translate`: all that its layout needs, except the greeting. */
export function mailWords(content: MailContent, application: string, translate: Translate): MailWords {
  if ('digits' in content) return codeWords(content, application, translate);
  if ('undoUrl' in content) return undoableWords(content, application, translate);
  if ('resetUrl' in content) return linkedWords(content, content.resetUrl, { application }, translate);
  return noticeWords(content, { application }, translate);
}

type TailoredView = Readonly<Partial<Record<Placeholder, string>>>;

/** What an application's own template may name: one value for each placeholder that its rule allows. */
export function tailoredView(
  content: MailContent,
  common: Readonly<Record<Exclude<Placeholder, 'digits' | 'number' | 'life' | 'link'>, string>>,
  translate: Translate,
): TailoredView {
  if ('digits' in content) {
    const { digits, number, lifeSeconds } = content;
    return { ...common, digits, number: String(number), life: durationInWords(lifeSeconds, translate) };
  }
  if ('undoUrl' in content) {
    const { undoUrl, undoSeconds } = content;
    return { ...common, link: webAddress(undoUrl), life: durationInWords(undoSeconds, translate) };
  }
  return 'resetUrl' in content ? { ...common, link: webAddress(content.resetUrl) } : common;
}

const UNITS = [
  ['hour', 3600],
  ['minute', 60],
] as const;

/** `one minute` for 60, `90 seconds` for 90: the largest unit that says it without a remainder. */
export function durationInWords(seconds: number, translate: Translate): string {
  const [unit, length] = UNITS.find(([, length]) => seconds >= length && seconds % length === 0) ?? ['second', 1];
  return translate(`duration.${unit}`, { count: seconds / length });
}

/** @throws TypeError for anything that is no absolute http or https address */
function webAddress(text: string): string {
  const { protocol, href } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError(`A mail may not link to ${protocol}`);
  return href;
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
  if ('activationUrl' in content) return content.activationUrl;
  return 'resetUrl' in content ? content.resetUrl : undefined;
}

function undoableWords(content: Undoable, application: string, translate: Translate) {
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
