import { commonProblems, ProblemError } from '@gatehouse/platform/edge';

export interface SlotLimits {
  /** Streams of this process. */
  readonly all: number;
  /** Of one network, which may be an office: as many as it may cause messages in an hour. */
  readonly ofNetwork: number;
  /** Of one registration: a page, its reloads, and another device. */
  readonly ofRegistration: number;
}

export const standardSlots: SlotLimits = { all: 2_000, ofNetwork: 30, ofRegistration: 4 };

const RETRY_SECONDS = 5;

/** Counts connections that stay open, and refuses one too many. */
export class StreamSlots {
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(private readonly limits: SlotLimits = standardSlots) {}

  /**
   * Answers what gives the place back, however often it is called.
   * @param network null: not counted as one
   * @throws ProblemError 429 throttled, 503 busy
   */
  take(network: string | null, registration: string): () => void {
    const { all, ofNetwork, ofRegistration } = this.limits;
    const places = [
      { key: `registration ${registration}`, most: ofRegistration },
      ...(network === null ? [] : [{ key: `network ${network}`, most: ofNetwork }]),
    ];
    if (places.some(({ key, most }) => (this.#taken.get(key) ?? 0) >= most)) {
      throw new ProblemError(commonProblems.throttled, { retryAfterSeconds: RETRY_SECONDS });
    }
    if (this.#all >= all) throw new ProblemError(commonProblems.busy, { retryAfterSeconds: RETRY_SECONDS });
    const keys = places.map(({ key }) => key);
    this.#count(keys, 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.#count(keys, -1);
      isTaken = false;
    };
  }

  #count(keys: readonly string[], change: number): void {
    this.#all += change;
    for (const key of keys) {
      const count = (this.#taken.get(key) ?? 0) + change;
      if (count > 0) this.#taken.set(key, count);
      else this.#taken.delete(key);
    }
  }
}
