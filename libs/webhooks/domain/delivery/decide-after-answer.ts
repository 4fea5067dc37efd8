import { backOff } from '@gatehouse/kernel';

/** What an attempt met. */
export interface Answer {
  /** Of the answer; null: there was none. */
  readonly status: number | null;
  /** What broke the exchange. */
  readonly fault: string | null;
  /** What the receiver asked for, from now on. */
  readonly retryAfterSeconds?: number;
  readonly milliseconds: number;
}

export interface Circumstances {
  /** Attempts so far, this one included: 1 after the first. */
  readonly attempts: number;
  readonly now: Date;
  readonly deadline: Date;
  /** In [0, 1): spreads what was refused together. */
  readonly random: number;
}

export type Decision =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'again'; readonly at: Date }
  | { readonly kind: 'failed'; readonly failure: 'gone' | 'deadline-passed' };

/** In seconds. */
const WAITS = { first: 5, growth: 3, longest: 2 * 3_600 };

/** How long a delivery is tried, in seconds. */
export const DELIVERY_SECONDS = 86_400;

const GONE = 410;

/**
 * What becomes of a delivery (Standard Webhooks, "Delivery and retries"): any 2xx takes it, 410 wants nothing ever again,
 * everything else is tried again for a day, a redirect too: it is not followed. Waits by `backOff`.
 */
export function decideAfterAnswer(answer: Answer, { attempts, now, deadline, random }: Circumstances): Decision {
  const { status, retryAfterSeconds: asked = 0 } = answer;
  if (status !== null && status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === GONE) return { kind: 'failed', failure: 'gone' };
  const wait = backOff(WAITS, attempts, random, asked);
  const at = new Date(now.getTime() + Math.ceil(wait * 1_000));
  return at < deadline ? { kind: 'again', at } : { kind: 'failed', failure: 'deadline-passed' };
}
