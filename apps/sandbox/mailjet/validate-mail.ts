import { type MailjetError, mailjetError } from './read-mailjet-call.js';

/** Headers that a message may not set itself ("Add Email Headers" in Mailjet's guide), in lower case. */
const FORBIDDEN_HEADERS: ReadonlySet<string> = new Set([
  'authentication-results',
  'bcc',
  'cc',
  'date',
  'delivered-to',
  'dkim-signature',
  'domainkey-status',
  'from',
  'list-id',
  'message-id',
  'received',
  'received-spf',
  'return-path',
  'sender',
  'subject',
  'to',
  'user-agent',
  'x-csa-complaints',
  'x-feedback-id',
  'x-mailer',
  'x-mailjet-campaign',
  'x-mailjet-debug',
  'x-mailjet-prio',
  'x-mailjet-segmentation',
  'x-mailjet-trackclick',
  'x-mailjet-trackopen',
  'x-mj-customid',
  'x-mj-errormessage',
  'x-mj-eventpayload',
  'x-mj-mid',
  'x-mj-statisticscontactslistid',
  'x-mj-templateerrordeliver',
  'x-mj-templateerrorreporting',
  'x-mj-templateid',
  'x-mj-templatelanguage',
  'x-mj-vars',
  'x-mj-workflowid',
]);

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const ADDRESS = new RegExp(`^${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}$`);

const RECIPIENTS_AT_MOST = 50;
const SUBJECT_CHARACTERS_AT_MOST = 255;

type Properties = Readonly<Record<string, unknown>>;

/** Everything that is wrong with one entry of `Messages`; nothing when it can be taken. */
export function validateMail(mail: unknown): MailjetError[] {
  if (!isObject(mail)) return [mismatch('message', 'Messages')];
  return [
    ...(isAbsent(mail['From']) ? [missing('From')] : validateAddress(mail['From'], 'From')),
    ...validateRecipients(mail),
    ...(isAbsent(mail['ReplyTo']) ? [] : validateAddress(mail['ReplyTo'], 'ReplyTo')),
    ...validateStrings(mail),
    ...validateContent(mail),
    ...validateHeaders(mail['Headers']),
    ...['TrackOpens', 'TrackClicks'].flatMap((name) => validateTracking(mail[name], name)),
  ];
}

export interface MailAddress {
  readonly Email: string;
  readonly Name?: string;
}

/** A message of the Send API v3.1 after validation: the properties the sandbox keeps. */
export interface MailjetMail {
  readonly From: MailAddress;
  readonly To: readonly MailAddress[];
  readonly Cc?: readonly MailAddress[];
  readonly Bcc?: readonly MailAddress[];
  readonly ReplyTo?: MailAddress;
  readonly Subject?: string;
  readonly TextPart?: string;
  readonly HTMLPart?: string;
  readonly CustomID?: string;
  readonly Headers?: Readonly<Record<string, string>>;
}

/** Whether the provider would take it: ASCII, a dot-atom before the @ (RFC 5322 §3.2.3), a domain of two labels or more. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && text.indexOf('@') <= 64 && ADDRESS.test(text);
}

const missing = (name: string): MailjetError =>
  mailjetError('mj-0003', `The ${name} is mandatory but missing from the input`, [name]);

const mismatch = (expected: string, name: string): MailjetError =>
  mailjetError('mj-0004', `Type mismatch. Expected type "${expected}".`, [name]);

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

function validateAddress(address: unknown, name: string): MailjetError[] {
  if (!isObject(address)) return [mismatch('email', name)];
  const { Email, Name } = address;
  const errors = isAbsent(Name) || typeof Name === 'string' ? [] : [mismatch('string', `${name}.Name`)];
  if (isAbsent(Email)) errors.push(missing(`${name}.Email`));
  else if (typeof Email !== 'string') errors.push(mismatch('string', `${name}.Email`));
  else if (Email === '') errors.push(mailjetError('mj-0012', 'Value cannot be empty.', [`${name}.Email`]));
  else if (!isEmailAddress(Email)) {
    errors.push(mailjetError('mj-0013', `"${Email}" is an invalid email address.`, [`${name}.Email`]));
  }
  return errors;
}

function validateRecipients(mail: Properties): MailjetError[] {
  const errors: MailjetError[] = [];
  let recipients = 0;
  for (const name of ['To', 'Cc', 'Bcc']) {
    const list = mail[name];
    if (isAbsent(list)) {
      if (name === 'To') errors.push(missing('To'));
    } else if (!Array.isArray(list)) {
      errors.push(mismatch('array of emails', name));
    } else if (name === 'To' && list.length === 0) {
      errors.push(mailjetError('mj-0007', 'To cannot be an empty array.', ['To']));
    } else {
      recipients += list.length;
      list.forEach((address, index) => {
        errors.push(...validateAddress(address, `${name}[${index}]`));
      });
    }
  }
  if (recipients > RECIPIENTS_AT_MOST) {
    const message = `The total number of recipients is over the limit of ${RECIPIENTS_AT_MOST}.`;
    errors.push(mailjetError('send-0015', message, ['To', 'CC', 'Bcc']));
  }
  return errors;
}

function validateStrings(mail: Properties): MailjetError[] {
  const errors = ['Subject', 'TextPart', 'HTMLPart', 'CustomID', 'EventPayload']
    .filter((name) => !isAbsent(mail[name]) && typeof mail[name] !== 'string')
    .map((name) => mismatch('string', name));
  const subject = mail['Subject'];
  if (typeof subject === 'string' && subject.length > SUBJECT_CHARACTERS_AT_MOST) {
    const message = `Subject exceeds the maximum of ${SUBJECT_CHARACTERS_AT_MOST} characters.`;
    errors.push(mailjetError('mj-0006', message, ['Subject']));
  }
  return errors;
}

function validateContent(mail: Properties): MailjetError[] {
  if (mail['TextPart'] || mail['HTMLPart'] || mail['TemplateID']) return [];
  const message = 'At least "HTMLPart", "TextPart" or "TemplateID" must be provided.';
  return [mailjetError('send-0003', message, ['HTMLPart', 'TextPart', 'TemplateID'])];
}

function validateHeaders(headers: unknown): MailjetError[] {
  if (isAbsent(headers)) return [];
  if (!isObject(headers)) return [mismatch('object', 'Headers')];
  return Object.entries(headers).flatMap(([name, value]) => {
    const place = `Headers["${name}"]`;
    if (FORBIDDEN_HEADERS.has(name.toLowerCase())) {
      return [mailjetError('send-0011', `The header "${name}" cannot be customized.`, [place])];
    }
    return typeof value === 'string' ? [] : [mismatch('string', place)];
  });
}

function validateTracking(value: unknown, name: string): MailjetError[] {
  if (isAbsent(value) || value === 'account_default' || value === 'disabled' || value === 'enabled') return [];
  const message = `${name} must be one of "account_default", "disabled", "enabled".`;
  return [mailjetError('mj-0005', message, [name])];
}
