/** What a guarded write answers when what it rests on has changed since it was read. Nothing was written. */
export type Stale = 'stale';

const ATTEMPTS = 8;
const RETRY_AFTER_SECONDS = 1;

/**
 * Repeats an optimistic step, which reads, decides, and writes under the guard of what it read, until it loses no race.
 * Each loser reads at its next attempt what the winner wrote.
 * @param attempts 8 by default; more where many are known to write to the same row at once
 * @throws Overloaded when the last attempt lost too: callers see 503 `busy` (ADR-0002)
 */
export async function untilSettled<T>(step: () => Promise<T | Stale>, attempts = ATTEMPTS): Promise<T> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const outcome = await step();
    if (outcome !== 'stale') return outcome;
  }
  throw new Overloaded(RETRY_AFTER_SECONDS);
}

/**
 * A call cannot be served in time, because too much work is waiting or others kept changing the same row. Nothing was
 * written: the caller should come back after `retryAfterSeconds`.
 */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';

  constructor(readonly retryAfterSeconds: number) {
    super('The service is busy');
  }
}

/** Exponential back-off with equal jitter. */
export interface BackOff {
  /** Longest wait after the first attempt, in whatever unit the answer is to have. */
  readonly first: number;
  /** By what each further attempt multiplies it. */
  readonly growth: number;
  /** Longest wait of all. */
  readonly longest: number;
}

/**
 * How long to wait before the next attempt: between half and the whole of min(longest, first × growth^(attempts-1)). A
 * Retry-After (RFC 9110, section 10.2.3) is a lower bound, stretched by up to a tenth so that not all return at once.
 * @param attempts so far: 1 after the first
 * @param random in [0, 1): spreads what failed together
 * @param asked what the other side asked for; 0: nothing
 */
export function backOff({ first, growth, longest }: BackOff, attempts: number, random: number, asked = 0): number {
  const most = Math.min(longest, first * growth ** (attempts - 1));
  return Math.max(most * (0.5 + random / 2), asked * (1 + random / 10));
}
