import { randomUUID } from 'node:crypto';
import type { Asked, Caller } from './caller.ts';
import type { Mailbox } from './mailbox.ts';

/** What a life needs of the world. */
export interface World {
  readonly caller: Caller;
  readonly mailbox: Mailbox;
  /** In [0, 1). */
  readonly random: () => number;
  /** Whether there is time to begin something that waits. */
  readonly hasTime: (ms: number) => boolean;
}

/** Somebody who signs up, and what they know. */
export interface Person {
  readonly who: string;
  email: string;
  password: string;
  id: string;
  accessToken: string;
  refreshToken: string;
}

let people = 0;

export function newPerson(): Person {
  people += 1;
  const email = `${randomUUID().slice(0, 18)}@chaos.example`;
  return { who: `life ${people}`, email, password: newPassword(), id: '', accessToken: '', refreshToken: '' };
}

export const newPassword = (): string => `lanterns ${randomUUID().slice(0, 13)}`;

export const basic = ({ email, password }: Pick<Person, 'email' | 'password'>): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`,
});

export const bearer = ({ accessToken }: Pick<Person, 'accessToken'>): Record<string, string> => ({
  authorization: `Bearer ${accessToken}`,
});

/** A request of this person about themselves. */
export function asked(
  person: Person,
  op: string,
  path: string,
  more: Partial<Omit<Asked, 'who' | 'op' | 'path' | 'about'>> & { readonly about?: Record<string, string> } = {},
): Asked {
  const { who, email, id } = person;
  return { who, op, path, ...more, about: { email, id, ...more.about } };
}

/** A text of an answer's body. */
export function textIn(body: unknown, name: string): string {
  const value = body !== null && typeof body === 'object' ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
}
