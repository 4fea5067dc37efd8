import { commonProblems, ProblemError } from './problem.js';

/** What a connection counts for besides all of them: a network, an application. */
export interface SlotShare {
  readonly key: string;
  /** Connections of this share. */
  readonly most: number;
}

export interface SlotLimits {
  /** Connections of this process. */
  readonly most: number;
  /** What one too many is told to wait. */
  readonly retryAfterSeconds: number;
}

/** Counts connections that stay open, and refuses one too many. */
export class ConnectionSlots {
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(private readonly limits: SlotLimits) {}

  /**
   * Takes a slot until the signal is aborted.
   * @returns what gives it back before, however often it is called
   * @throws ProblemError 429 throttled where a share is used up, 503 busy
   */
  take(shares: readonly SlotShare[], signal: AbortSignal): () => void {
    const { most, retryAfterSeconds } = this.limits;
    if (shares.some((share) => (this.#taken.get(share.key) ?? 0) >= share.most)) {
      throw new ProblemError(commonProblems.throttled, { retryAfterSeconds });
    }
    if (this.#all >= most) throw new ProblemError(commonProblems.busy, { retryAfterSeconds });
    this.#count(shares, 1);
    let isTaken = true;
    const giveBack = () => {
      if (isTaken) this.#count(shares, -1);
      isTaken = false;
    };
    if (signal.aborted) giveBack();
    else signal.addEventListener('abort', giveBack, { once: true });
    return giveBack;
  }

  #count(shares: readonly SlotShare[], change: number): void {
    this.#all += change;
    for (const { key } of shares) {
      const count = (this.#taken.get(key) ?? 0) + change;
      if (count > 0) this.#taken.set(key, count);
      else this.#taken.delete(key);
    }
  }
}
