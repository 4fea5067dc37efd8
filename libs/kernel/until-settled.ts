import { Overloaded } from './overloaded.js';

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
