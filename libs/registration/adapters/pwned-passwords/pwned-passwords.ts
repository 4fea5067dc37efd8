import { createHash } from 'node:crypto';
import { outboundDispatcher, readBody } from '@gatehouse/platform/outbound';
import { type Dispatcher, request } from 'undici';
import type { BreachedPasswords } from '../../application/ports/input-checks.js';

export interface PwnedPasswordsOptions {
  /** Such as `https://api.pwnedpasswords.com`: `/range/{prefix}` is appended. */
  readonly baseUrl: string;
  readonly dispatcher: Dispatcher;
  /** Longest time to the last byte of the answer, in milliseconds: 1,000 by default. */
  readonly timeoutMs?: number;
  /** Called after every check, for metrics. */
  readonly onCheck?: (outcome: 'clean' | 'breached' | 'failed') => void;
}

const PREFIX_LENGTH = 5;
/** A padded range has about 60 KB. */
const MAX_BYTES = 512 * 1024;

/** Connections to the range API; the whole check has its own, shorter limit. */
export const rangeDispatcher = (): Dispatcher =>
  outboundDispatcher({ connections: 8, connectMs: 1_000, headersMs: 2_000, bodyMs: 2_000 });

/**
 * Asks Have I Been Pwned's range API (https://haveibeenpwned.com/API/v3#PwnedPasswords) by k-anonymity: only the first
 * five digits of the password's SHA-1 leave the service, which some thousand passwords share, and padding hides from
 * anyone who counts bytes which range was answered. If the service is slow, unavailable or answers anything else, no password is refused.
 */
export class PwnedPasswords implements BreachedPasswords {
  readonly #options: PwnedPasswordsOptions;
  readonly #base: string;

  /** @throws TypeError when the base URL is none */
  constructor(options: PwnedPasswordsOptions) {
    this.#options = options;
    this.#base = new URL(`${options.baseUrl.replace(/\/+$/, '')}/range/`).href;
  }

  async has(password: string): Promise<boolean> {
    const digest = createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase();
    const range = await this.#range(digest.slice(0, PREFIX_LENGTH));
    const isBreached = range?.has(digest.slice(PREFIX_LENGTH)) ?? false;
    this.#options.onCheck?.(range === null ? 'failed' : isBreached ? 'breached' : 'clean');
    return isBreached;
  }

  /** Null where no answer came in time, or none that makes sense. */
  async #range(prefix: string): Promise<ReadonlyMap<string, number> | null> {
    try {
      // `request` follows no redirects.
      const { statusCode, body } = await request(this.#base + prefix, {
        headers: { 'add-padding': 'true', 'user-agent': 'gatehouse', accept: 'text/plain' },
        dispatcher: this.#options.dispatcher,
        signal: AbortSignal.timeout(this.#options.timeoutMs ?? 1_000),
      });
      const text = await readBody(body, MAX_BYTES);
      return statusCode === 200 ? parseRange(text) : null;
    } catch {
      return null;
    }
  }
}

/** 35 hexadecimal digits of a SHA-1 without its first five, and how often the password was seen. */
const LINE = /^([0-9A-F]{35}):(\d{1,12})$/i;

/**
 * How often each suffix of a range was seen, as `GET /range/{prefix}` answers it. Padding has a count of 0 and is left
 * out. Null for what is no such answer: one line that is none, or no line at all.
 */
export function parseRange(text: string): ReadonlyMap<string, number> | null {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const seen = new Map<string, number>();
  for (const line of lines) {
    const [, suffix, count] = LINE.exec(line) ?? [];
    if (suffix === undefined || count === undefined) return null;
    if (Number(count) > 0) seen.set(suffix.toUpperCase(), Number(count));
  }
  return lines.length > 0 ? seen : null;
}
