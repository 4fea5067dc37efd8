import { commonProblems, ProblemError } from '@gatehouse/platform/edge';

/** Connections that wait for events, in this process. */
const MOST = 1_000;
/** One application's, so that the others find room. */
const MOST_OF_ONE = 50;

/** Counts connections that stay open, and refuses one too many. */
export class FollowerSlots {
  readonly #taken = new Map<string, number>();
  #all = 0;

  /**
   * Answers what gives the place back.
   * @throws ProblemError 429 throttled, 503 busy
   */
  take(application: string): () => void {
    const own = this.#taken.get(application) ?? 0;
    if (own >= MOST_OF_ONE) throw new ProblemError(commonProblems.throttled, { retryAfterSeconds: 10 });
    if (this.#all >= MOST) throw new ProblemError(commonProblems.busy, { retryAfterSeconds: 10 });
    this.#count(application, 1);
    return () => this.#count(application, -1);
  }

  #count(application: string, change: number): void {
    const own = (this.#taken.get(application) ?? 0) + change;
    this.#all += change;
    if (own > 0) this.#taken.set(application, own);
    else this.#taken.delete(application);
  }
}
