import { GatehouseUnreachable, isProblem, NotSignedIn } from '@gatehouse/client';
import type { Key, Words } from './language.js';

/** A refusal in words that a person can act on. */
export interface Refusal {
  /** The problem's code, or `offline`, `unreachable`, `failed`. */
  readonly name: string;
  readonly text: string;
  /** What is wrong with single fields, by the first name in their pointer. */
  readonly faults: Readonly<Record<string, string>>;
  /** Seconds to wait before another try. */
  readonly wait: number;
}

/** Which words a component has for a code, where those for all components do not fit. */
export type OwnWords = Readonly<Record<string, Key>>;

export function refusalOf(error: unknown, words: Words, own: OwnWords = {}): Refusal {
  const nothing = { faults: {}, wait: 0 };
  if (isProblem(error)) {
    const faults = Object.fromEntries(
      error.errors.map(({ pointer, message }) => [pointer.split('/')[1] ?? '', message]),
    );
    return { name: error.code, text: textOf(error, words, own), faults, wait: error.retryAfter ?? 0 };
  }
  if (error instanceof NotSignedIn) return { name: 'signed-out', text: words['refused.signed-out'], ...nothing };
  if (!(error instanceof GatehouseUnreachable)) return { name: 'failed', text: words['refused.failed'], ...nothing };
  const name = navigator.onLine ? 'unreachable' : 'offline';
  return { name, text: words[`refused.${name}`], ...nothing };
}

interface Said {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | null;
}

function textOf({ code, status, title, detail }: Said, words: Words, own: OwnWords): string {
  const key = own[code] ?? `refused.${code}`;
  if (isKey(key, words)) return words[key];
  // The service says it in the person's language, but nobody can act on what went wrong inside.
  return status >= 500 ? words['refused.failed'] : (detail ?? title);
}

const isKey = (key: string, words: Words): key is Key => Object.hasOwn(words, key);
