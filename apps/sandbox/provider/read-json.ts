import { STATUS_CODES } from 'node:http';
import { isEmailAddress } from '../mailjet/validate-mail.js';
import type { Answer } from './provider-contract.js';

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object in a body; empty where there is none. */
export function readJson(body: string): Json {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

export const objectIn = (value: unknown): Json => (isObject(value) ? value : {});
export const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
export const nameIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

interface Mailbox {
  readonly email: string;
  readonly name: string | null;
}

/** `"Ada Lovelace" <ada@example.com>` in its parts; an address that is none is empty. */
export function readMailbox(value: unknown): Mailbox {
  const [, quoted, angled] = /^"((?:[^"\\]|\\.)*)" <([^<>]+)>$/.exec(textIn(value)) ?? [];
  const email = angled ?? textIn(value);
  return { email: isEmailAddress(email) ? email : '', name: quoted?.replace(/\\(.)/g, '$1') ?? null };
}

const ENCODED_WORD = /=\?UTF-8\?B\?([A-Za-z0-9+/]+=*)\?=/;
const ENCODED_NAME = new RegExp(`^(${ENCODED_WORD.source}(?: ${ENCODED_WORD.source})*) (<[^<>]+>)$`);

/** The same where only ASCII is taken, and a name may be in encoded words (RFC 2047); empty where it is not ASCII. */
export function readAsciiMailbox(value: unknown): Mailbox {
  const text = textIn(value);
  if (/\P{ASCII}/u.test(text)) return { email: '', name: null };
  const words = ENCODED_NAME.exec(text)?.[1];
  if (words === undefined) return readMailbox(text);
  if (words.split(' ').some(({ length }) => length > 75)) return { email: '', name: null };
  const bytes = words.split(' ').map((word) => Buffer.from(ENCODED_WORD.exec(word)?.[1] ?? '', 'base64'));
  const { email } = readMailbox(`"" ${text.slice(words.length + 1)}`);
  return { email, name: bytes.map((part) => part.toString('utf8')).join('') };
}

export const addressIn = (value: unknown): string => (isEmailAddress(textIn(value)) ? textIn(value) : '');

export const answer = (status: number, body: unknown, headers?: Answer['headers']): Answer => ({
  status,
  body: JSON.stringify(body),
  ...(headers && { headers }),
});

export const reasonOf = (status: number): string => STATUS_CODES[status] ?? 'Unknown';
export const bearerIn = (authorization: string | undefined): string | null =>
  /^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? null;
