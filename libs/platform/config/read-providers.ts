import {
  MAIL_PROVIDERS,
  type MailProviderName,
  type MailProviderSettings,
  type ProviderField,
  type ProviderPlace,
  type ProviderTable,
  SMS_PROVIDERS,
  type SmsProviderName,
  type SmsProviderSettings,
} from './provider-tables.js';
import type { SettingsReader } from './settings-reader.js';

/** With more of them, one attempt at a message could take longer than its job is leased for. */
const MOST = 4;
const ENTRY = /^([a-z]+)(?::(\d{1,2}))?$/;
const MAILGUN_HOSTS: Readonly<Record<string, string>> = { us: 'api.mailgun.net', eu: 'api.eu.mailgun.net' };

type Channel = 'MAIL' | 'SMS';

const LIST = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?):([a-z]+(?:\+[a-z]+)*)$/;

/**
 * Lists of applications that have one of their own: `MAIL_APPLICATION_PROVIDERS=shop:postmark+ses,news:ses`.
 * @param providers those that the deployment has
 */
export function readApplicationProviders(
  read: SettingsReader,
  channel: Channel,
  providers: readonly { readonly name: string }[],
): ReadonlyMap<string, readonly string[]> {
  const setting = `${channel}_APPLICATION_PROVIDERS`;
  const lists = read.list(setting, []).flatMap((text): (readonly [string, readonly string[]])[] => {
    const [, application, names] = LIST.exec(text) ?? [];
    const list = names?.split('+') ?? [];
    const isKnown = list.length > 0 && list.every((name) => providers.some((provider) => provider.name === name));
    if (application !== undefined && isKnown) return [[application, list]];
    read.fault(`${setting} must be a list such as shop:postmark+ses, of providers that ${channel}_PROVIDERS names`);
    return [];
  });
  return new Map(lists);
}

interface Entry<N> {
  readonly name: N;
  readonly share: number | null;
}

/** The providers of mails in order of preference: those of `MAIL_PROVIDERS`, or the one of `MAIL_PROVIDER`. */
export function readMailProviders(read: SettingsReader): readonly MailProviderSettings[MailProviderName][] {
  const entries = readEntries<MailProviderName>(read, 'MAIL', Object.keys(MAIL_PROVIDERS), 'sandbox');
  // Each has just the fields that its table names.
  return entries.map(
    (entry) => readProvider(read, 'MAIL', MAIL_PROVIDERS[entry.name], entry) as MailProviderSettings[MailProviderName],
  );
}

/** The providers of text messages; empty: no text message is ever sent. */
export function readSmsProviders(
  read: SettingsReader,
  fallback: 'none' | 'sandbox',
): readonly SmsProviderSettings[SmsProviderName][] {
  const entries = readEntries<SmsProviderName | 'none'>(read, 'SMS', ['none', ...Object.keys(SMS_PROVIDERS)], fallback);
  return entries.flatMap(({ name, share }) =>
    name === 'none'
      ? []
      : [readProvider(read, 'SMS', SMS_PROVIDERS[name], { name, share }) as SmsProviderSettings[SmsProviderName]],
  );
}

/** `MAIL_PROVIDERS=postmark,mailjet,resend:5`: in order of preference, with a share of 100 that try one first. */
function readEntries<N extends string>(
  read: SettingsReader,
  channel: Channel,
  names: readonly string[],
  fallback: NoInfer<N>,
): readonly Entry<N>[] {
  const isName = (text: string | undefined): text is N => text !== undefined && names.includes(text);
  const setting = `${channel}_PROVIDERS`;
  const list = read.list(setting, []);
  if (list.length === 0) {
    const name = read.oneOf(`${channel}_PROVIDER`, names, fallback);
    return [{ name: isName(name) ? name : fallback, share: null }];
  }
  const entries = list.flatMap((text) => {
    const [, name, share] = ENTRY.exec(text) ?? [];
    if (isName(name)) return [{ name, share: share === undefined ? null : Number(share) }];
    read.fault(
      `${setting} must be a list of ${names.join(', ')}, each with a share of 100 such as resend:5 or without`,
    );
    return [];
  });
  if (new Set(entries.map(({ name }) => name)).size < entries.length) read.fault(`${setting} names a provider twice`);
  if (entries.length > MOST) read.fault(`${setting} must name at most ${MOST} providers`);
  if (entries.length > 1 && entries.some(({ name }) => name === 'none')) {
    read.fault(`${setting} must name no other provider beside none`);
  }
  if (entries.reduce((sum, { share }) => sum + (share ?? 0), 0) > 99) {
    read.fault(`${setting} must have shares that add up to less than 100`);
  }
  return entries;
}

function readProvider(
  read: SettingsReader,
  channel: Channel,
  table: ProviderTable,
  { name, share }: Entry<string>,
): ProviderPlace & { readonly name: string } {
  const fields = readFields(read, channel, name, table);
  return { name, share, ...readPlace(read, channel, name, table, fields), ...fields };
}

function readFields(read: SettingsReader, channel: Channel, name: string, table: ProviderTable) {
  return Object.fromEntries(
    Object.entries(table.fields).map(([key, field]) => [
      key,
      readField(read, `${channel}_${name.toUpperCase()}`, field),
    ]),
  );
}

function readField(read: SettingsReader, prefix: string, field: ProviderField): string {
  const { name, why, fallback = '', oneOf, like, formerly } = field;
  const own = `${prefix}_${name}`;
  const setting = formerly !== undefined && read.optional(own) === null ? formerly : own;
  if (oneOf) return read.oneOf(setting, oneOf, fallback);
  const text = why === undefined ? read.text(setting, fallback) : read.required(setting, why);
  if (like && text !== '' && !like[0].test(text)) read.fault(`${setting} must be ${like[1]}`);
  return text;
}

function readPlace(
  read: SettingsReader,
  channel: Channel,
  name: string,
  { baseUrl }: ProviderTable,
  { region = '' }: Readonly<Record<string, string>>,
): Omit<ProviderPlace, 'share'> {
  const prefix = `${channel}_${name.toUpperCase()}`;
  if (name === 'smtp' || name === 'webhook') {
    const urlSetting = `${prefix}_URL`;
    const [example, protocols] =
      name === 'smtp'
        ? (['smtps://user:password@smtp.example.org:465, or smtp:// with port 587', ['smtp:', 'smtps:']] as const)
        : (['https://sender.example.org/messages, where your own sender takes them', ['http:', 'https:']] as const);
    return { url: read.url(urlSetting, read.required(urlSetting, example), protocols), urlSetting };
  }
  const own = `${prefix}_BASE_URL`;
  const formerly = ['sandbox', 'mailjet', 'twilio'].includes(name) && read.optional(own) === null;
  const urlSetting = formerly ? `${channel}_BASE_URL` : own;
  const fallback = baseUrl ?? `http://127.0.0.1:${read.port('SANDBOX_PORT', 3025)}`;
  const url = read.url(urlSetting, fallback.replace('{region}', MAILGUN_HOSTS[region] ?? region), ['http:', 'https:']);
  return { url, urlSetting };
}
