import DataLoader from 'dataloader';

const LARGEST_BATCH = 50;
/** How long a first call waits for others of its kind, in milliseconds. */
const WINDOW_MS = 4;

/**
 * Gathers calls that come within a few milliseconds into one statement, and hands each caller its own answer. For
 * work in the background only, whose callers come in crowds and are not waited for.
 *
 * A call that makes the statement fail must not fail its neighbours: each is then made alone.
 * @param make answers in the order of the calls
 */
export function batchedCalls<Call, Answer>(
  make: (calls: readonly Call[]) => Promise<readonly Answer[]>,
): (call: Call) => Promise<Answer> {
  const alone = async (call: Call): Promise<Answer | Error> => {
    const [outcome] = await Promise.allSettled([make([call])]);
    return outcome.status === 'fulfilled' ? (outcome.value[0] as Answer) : asError(outcome.reason);
  };
  const loader = new DataLoader<Call, Answer>(
    async (calls) => {
      try {
        return await make(calls);
      } catch (error) {
        return calls.length === 1 ? [asError(error)] : Promise.all(calls.map(alone));
      }
    },
    {
      cache: false,
      maxBatchSize: LARGEST_BATCH,
      batchScheduleFn: (dispatch) => {
        setTimeout(dispatch, WINDOW_MS);
      },
    },
  );
  return (call) => loader.load(call);
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

/**
 * Looks keys up by one statement at a time, each a while after the one before, for all who ask meanwhile. However often somebody asks
 * for what is not there, the database is asked no more often than that; and anyone who asks waits no longer.
 * @param look answers what is there, by its key
 * @param pause between one statement and the next
 */
export class SpacedLookUps<Key, Found> {
  #wanted = new Set<Key>();
  #next: Promise<ReadonlyMap<Key, Found>> | undefined;
  #free: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly look: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Found>>,
    private readonly pause: () => Promise<unknown>,
  ) {}

  /** What is there at a moment after the call; null for nothing. */
  async find(key: Key): Promise<Found | null> {
    this.#wanted.add(key);
    this.#next ??= this.#lookLater();
    return (await this.#next).get(key) ?? null;
  }

  #lookLater(): Promise<ReadonlyMap<Key, Found>> {
    const looked = this.#free.then(() => {
      const keys = [...this.#wanted];
      this.#wanted = new Set();
      this.#next = undefined;
      return this.look(keys);
    });
    this.#free = Promise.allSettled([looked]).then(() => this.pause());
    return looked;
  }
}
