import { setTimeout as pause } from 'node:timers/promises';

/** Longest that anybody who looks after a process waits for what it asks, in milliseconds. */
export const LOOK_MS = 1_000;

/** Nobody answered in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds} ms`);
  }
}

/**
 * Puts a bound on a look at something that may be silent. Those who look while another's look is under way wait for its
 * answer, so however often they ask, a silent database holds one statement of theirs.
 * @returns a look that rejects with `NoAnswer` after `milliseconds`
 */
export function bounded<T>(look: () => Promise<T>, milliseconds = LOOK_MS): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return async () => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
    const answered = new AbortController();
    const patience = pause(milliseconds, undefined, { signal: answered.signal, ref: false }).then(
      () => Promise.reject(new NoAnswer(milliseconds)),
      () => undefined as never,
    );
    try {
      return await Promise.race([underWay, patience]);
    } finally {
      answered.abort();
    }
  };
}
