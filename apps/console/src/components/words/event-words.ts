import { purposeName } from './purposes.js';
import type { Tone } from './state-badge.js';

export interface EventWords {
  readonly title: string;
  /** What the event tells beyond that; empty where there is nothing. */
  readonly detail: string;
  readonly tone: Tone;
}

type Data = Readonly<Record<string, unknown>>;
type Words = readonly [title: string, tone: Tone, detail?: (data: Data) => string];

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const list = (value: unknown): string => (Array.isArray(value) ? value.map(text).join(', ') : '');
/** A code's own word, such as `password-changed`, as a person reads it. */
const plain = (value: unknown): string => text(value).replaceAll('-', ' ');

const ENDINGS: Readonly<Record<string, string>> = {
  'signed-out': 'signed out',
  'token-reused': 'its token was used twice, so someone else may have had a copy',
  'crowded-out': 'newer sessions took its place',
  overtaken: 'the password changed or the account was suspended',
  'role-revoked': 'a role was revoked',
};

const KNOWN: Readonly<Record<string, Words>> = {
  'user.registered.v1': ['Signed up', 'busy'],
  'user.terms-accepted.v1': ['Agreed to the terms', 'good', ({ version }) => `version ${text(version)}`],
  'user.imported.v1': ['Imported', 'busy', ({ state }) => `as ${text(state)}`],
  'user.activated.v1': ['Activated the account', 'good'],
  'user.email-verified.v1': ['Verified the email address', 'good'],
  'user.phone-verified.v1': ['Verified the phone', 'good'],
  'user.profile-changed.v1': ['Changed the profile', 'idle', ({ fields }) => list(fields)],
  'user.password-changed.v1': ['Changed the password', 'idle'],
  'user.password-reset.v1': ['Reset the password', 'idle'],
  'user.email-change-requested.v1': ['Asked for another email address', 'idle'],
  'user.email-changed.v1': ['Changed the email address', 'idle'],
  'user.email-change-undone.v1': ['Undid the change of the email address', 'warn'],
  'user.suspended.v1': ['Suspended', 'bad', ({ reason }) => text(reason)],
  'user.resumed.v1': ['Resumed', 'good'],
  'user.erased.v1': ['Erased', 'idle'],
  'registration.superseded.v1': ['Superseded by another sign-up', 'idle'],
  'registration.expired.v1': ['Sign-up expired', 'idle'],
  'activation-code.issued.v1': ['Code issued', 'idle', ({ purpose }) => `for ${purposeName(text(purpose))}`],
  'password-reset.requested.v1': ['Asked to reset the password', 'idle'],
  'notice.issued.v1': ['Notice issued', 'idle', ({ kind }) => plain(kind)],
  'message.sent.v1': ['Message sent', 'good', ({ channel, template }) => [channel, template].map(plain).join(', ')],
  'message.deferred.v1': ['Message deferred', 'warn', ({ provider }) => plain(provider)],
  'message.delivered.v1': ['Message delivered', 'good', ({ provider }) => plain(provider)],
  'message.bounced.v1': [
    'Message bounced',
    'bad',
    ({ bounce, reason }) => [bounce, reason].filter(Boolean).map(plain).join(', '),
  ],
  'message.complained.v1': ['Marked a message as spam', 'bad', ({ provider }) => plain(provider)],
  'message.unsubscribed.v1': ['Unsubscribed from messages', 'warn', ({ provider }) => plain(provider)],
  'message.retried.v1': ['Message retried', 'busy', ({ channel }) => plain(channel)],
  'session.started.v1': ['Signed in', 'good'],
  'session.revoked.v1': ['Session ended', 'idle', ({ reason }) => ENDINGS[text(reason)] ?? plain(reason)],
  'role.granted.v1': ['Got a role', 'busy', ({ role }) => text(role)],
  'role.revoked.v1': ['Lost a role', 'warn', ({ role }) => text(role)],
  'authentication.failed.v1': ['Failed to prove who they are', 'warn', ({ reason }) => plain(reason)],
};

/** An event as a person reads it. One that the console does not know is shown by its type. */
export function eventWords(type: string, data: Data): EventWords {
  const [title, tone, detail] = KNOWN[type] ?? [type, 'idle'];
  return { title, tone, detail: detail?.(data) ?? '' };
}
