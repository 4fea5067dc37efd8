import DataLoader from 'dataloader';
import { DatabaseFault } from './database-fault.js';

type Make<Call, Answer> = (calls: readonly Call[]) => Promise<readonly Answer[]>;

const LARGEST_BATCH = 50;
/** How long a first call in the background waits for others of its kind, in milliseconds. */
const WINDOW_MS = 4;

/**
 * Gathers calls that come within a few milliseconds into one statement, and hands each caller its own answer. For
 * work in the background only, whose callers come in crowds and are not waited for.
 *
 * A call that makes the statement fail must not fail its neighbours: each is then made alone.
 * @param make answers in the order of the calls
 */
export function batchedCalls<Call, Answer>(make: Make<Call, Answer>): (call: Call) => Promise<Answer> {
  return batched(make, {
    schedule: (dispatch) => {
      setTimeout(dispatch, WINDOW_MS);
    },
    isWorthRepeating: () => true,
  });
}

/** Statements of one kind of read that are under way before further reads wait, and how long these wait at most, in milliseconds. */
const UNDER_WAY = 2;
const LONGEST_WAIT_MS = 5;

/**
 * Runs reads at once while they are few. While they are many, those that have come meanwhile share a statement, which begins when one
 * under way has ended, or after 5 ms. So a statement always begins after the calls that it answers (docs/adr/0164).
 *
 * A call that makes the statement fail does not fail its neighbours; a database that cannot be used fails them all.
 * @param read answers in the order of the calls
 */
export function sharedReads<Call, Answer>(read: Make<Call, Answer>): (call: Call) => Promise<Answer> {
  const waiting = new Set<() => void>();
  let underWay = 0;
  const counted: Make<Call, Answer> = async (calls) => {
    underWay++;
    try {
      return await read(calls);
    } finally {
      underWay--;
      const [first] = waiting;
      first?.();
    }
  };
  const schedule = (dispatch: () => void): void => {
    if (underWay < UNDER_WAY) {
      // Those that come in the same turn of the event loop go along.
      setImmediate(dispatch);
      return;
    }
    const go = (): void => {
      clearTimeout(timer);
      waiting.delete(go);
      dispatch();
    };
    const timer = setTimeout(go, LONGEST_WAIT_MS);
    waiting.add(go);
  };
  return batched(counted, { schedule, isWorthRepeating: (error) => !(error instanceof DatabaseFault) });
}

interface Batching {
  /** Calls `dispatch` once when the batch is to be made. */
  readonly schedule: (dispatch: () => void) => void;
  /** Whether a batch that failed so is made again, each call alone. */
  readonly isWorthRepeating: (error: unknown) => boolean;
}

function batched<Call, Answer>(
  make: Make<Call, Answer>,
  { schedule, isWorthRepeating }: Batching,
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
        const isShared = calls.length > 1 && isWorthRepeating(error);
        return isShared ? Promise.all(calls.map(alone)) : calls.map(() => asError(error));
      }
    },
    { cache: false, maxBatchSize: LARGEST_BATCH, batchScheduleFn: schedule },
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
