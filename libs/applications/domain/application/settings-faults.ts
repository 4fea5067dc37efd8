import { isVisible, withoutBidiControls } from '@gatehouse/kernel';
import { isDarkEnoughForWhite } from './appearance.js';
import type { ApplicationSettings, PolicyPatch } from './application.js';

export type SettingsFault =
  | 'text-empty'
  | 'text-unprintable'
  | 'locale-invalid'
  | 'email-invalid'
  | 'origin-invalid'
  | 'color-too-light'
  | 'link-invalid'
  | 'link-base-invalid'
  | 'redirect-invalid'
  | 'terms-link-missing'
  | 'sender-grant-invalid'
  | 'provider-unknown'
  | 'provider-twice'
  | 'shares-too-large'
  | 'phone-needed';

export interface FieldFault {
  /** JSON Pointer into the settings. */
  readonly pointer: string;
  readonly fault: SettingsFault;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for; names stand in headers of mails
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** Plain ASCII and no quotes: a sender is an address of the operator's own, not whatever RFC 5322 can spell. */
const MAILBOX =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/i;
/** Names below `localhost` are this very machine's too (RFC 6761, section 6.3): `tauri.localhost`. */
const LOOPBACK_HOST = /^(([a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])$/;

/** An address that mails may come from. */
export const isMailbox = (text: string): boolean => MAILBOX.test(text);

/** Everything that is wrong with an application's settings, whatever was changed of them. Empty: nothing. */
export function settingsFaults(settings: ApplicationSettings): FieldFault[] {
  const { name, defaultLocale, sender, replyTo, allowedOrigins, redirectTargets, policy, appearance } = settings;
  const { accentColor, termsUrl, privacyUrl, supportEmail } = appearance;
  const termsVersion = policy['termsVersion'];
  return [
    ...nameFaults('/name', name),
    ...when(!isLocale(defaultLocale), '/defaultLocale', 'locale-invalid'),
    ...when(sender !== null && !MAILBOX.test(sender.email), '/sender/email', 'email-invalid'),
    ...(sender?.name == null ? [] : nameFaults('/sender/name', sender.name)),
    ...when(replyTo !== null && !MAILBOX.test(replyTo), '/replyTo', 'email-invalid'),
    ...allowedOrigins.flatMap((origin, at) => when(!isOrigin(origin), `/allowedOrigins/${at}`, 'origin-invalid')),
    ...redirectTargets.flatMap((target, at) => when(!isTarget(target), `/redirectTargets/${at}`, 'redirect-invalid')),
    ...when(
      accentColor !== undefined && !isDarkEnoughForWhite(accentColor),
      '/appearance/accentColor',
      'color-too-light',
    ),
    ...when(termsUrl !== undefined && !isLink(termsUrl), '/appearance/termsUrl', 'link-invalid'),
    ...when(privacyUrl !== undefined && !isLink(privacyUrl), '/appearance/privacyUrl', 'link-invalid'),
    ...(typeof termsVersion === 'string' ? nameFaults('/policy/termsVersion', termsVersion) : []),
    ...when(
      termsVersion !== undefined && termsUrl === undefined && privacyUrl === undefined,
      '/policy/termsVersion',
      'terms-link-missing',
    ),
    ...when(supportEmail !== undefined && !MAILBOX.test(supportEmail), '/appearance/supportEmail', 'email-invalid'),
  ];
}

/** Only a change is looked at: an application keeps a base from before they had to be written as `isLink` says. */
export const linkBaseFaults = (before: string | null, base: string | null): FieldFault[] =>
  when(base !== null && base !== before && !isLinkBase(base), '/linkBaseUrl', 'link-base-invalid');

/**
 * A phone cannot be verified by people who must not give one. Only a change of either setting is looked at: an application
 * that has both already can change everything else.
 */
export function phoneFaults(changed: PolicyPatch | null | undefined, policy: PolicyPatch): FieldFault[] {
  const phoneOf = (of: PolicyPatch) => (of['profile'] as PolicyPatch | null | undefined)?.['phone'];
  if (!changed || policy['requirePhone'] !== true || phoneOf(policy) !== 'none') return [];
  return [
    ...when(phoneOf(changed) !== undefined, '/policy/profile/phone', 'phone-needed'),
    ...when(changed['requirePhone'] !== undefined, '/policy/requirePhone', 'phone-needed'),
  ].slice(0, 1);
}

const when = (isFault: boolean, pointer: string, fault: SettingsFault): FieldFault[] =>
  isFault ? [{ pointer, fault }] : [];

const nameFaults = (pointer: string, name: string): FieldFault[] => [
  ...when(!CONTROL.test(name) && !isVisible(name), pointer, 'text-empty'),
  ...when(CONTROL.test(name) || withoutBidiControls(name) !== name, pointer, 'text-unprintable'),
];

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/**
 * Just what a browser sends, so that it can be compared byte for byte: `https://shop.example`, nothing behind it. What
 * apps and browsers' extensions send has a scheme of its own: `capacitor://localhost`, `chrome-extension://…`.
 */
const isOrigin = (text: string): boolean => isWebOrigin(text) || isAppOrigin(text);

/** The origin of a page, as the platform's URL writes it. */
export const isWebOrigin = (text: string): boolean => webAddress(text)?.origin === text;

/** The schemes that name no app: those of the web, of files, and of content without a place. */
const NO_APP = new Set(['http', 'https', 'ws', 'wss', 'ftp', 'file', 'data', 'blob', 'about', 'javascript', 'null']);
const APP_ORIGIN = /^([a-z][a-z0-9+.-]{0,63}):\/\/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9]\d{0,4})?$/;

function isAppOrigin(text: string): boolean {
  const scheme = APP_ORIGIN.exec(text)?.[1];
  return scheme !== undefined && !NO_APP.has(scheme);
}

/** Written as the platform's URL writes it, or two readers could read it differently; its path may be left out. */
const isLink = (text: string): boolean => {
  const url = webAddress(text);
  return url !== null && (url.href === text || url.href === `${text}/`);
};

/** What links in mails begin with: the name of a page is added to it, and then a query and a fragment. */
const isLinkBase = (text: string): boolean => isLink(text) && !/[?#]/.test(text);

/** Where people are sent on to: what is added to it must not end up in a fragment. */
const isTarget = (text: string): boolean => isLink(text) && !text.includes('#');

/** An absolute address by HTTPS, or at this very machine; without credentials and wildcards. */
function webAddress(text: string): URL | null {
  const url = /\s/.test(text) ? null : URL.parse(text);
  if (url?.username !== '' || url.password !== '') return null;
  if (url.hostname.includes('*')) return null;
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK_HOST.test(url.hostname));
  return isSafe ? url : null;
}
