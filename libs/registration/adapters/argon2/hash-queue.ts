import { Overloaded } from '@gatehouse/kernel';
import type { HashPriority, HashTurn } from '../../application/ports/password-hasher.js';
import { FairTurns } from './fair-turns.js';
import { ReservedWork } from './reserved-work.js';

export interface HashQueueOptions {
  /** Hashes in flight: as many as cores. */
  readonly concurrency: number;
  /** Hashes of one application that wait; one more is refused. */
  readonly limit: number;
  /** What would wait longer by estimate is refused. */
  readonly longestWaitSeconds: number;
  /** Called after each hash with its waiting and working time in seconds. */
  readonly observe?: (priority: HashPriority, waited: number, worked: number) => void;
}

/** Computes one hash when its turn comes. `seconds`: of one core, by estimate. */
export type ComputeInTurn = <T>(seconds: number, compute: () => Promise<T>) => Promise<T>;

const RANK: Record<HashPriority, number> = { activation: 2, 'sign-in': 1, 'sign-up': 0 };
const SHORTEST_RETRY_SECONDS = 2;
/** Hashes that are over sooner say little about the machine. */
const SHORTEST_MEASURED_SECONDS = 0.01;
const SLOWEST_PACE = 8;

/**
 * Admission control for the one thing that costs. No more hashes at once than cores; turns are fair among applications, and
 * within one the furthest on their way go first; what would wait for too long is refused at once. An application's own work
 * alone counts for that, times the number of those that share the cores, so that none is refused for what another has waiting.
 */
export class HashQueue {
  readonly #turns = new FairTurns();
  readonly #reserved = new ReservedWork();
  #running = 0;
  /** How many times as long as estimated hashes take on this machine, as busy as it is. */
  #pace = 1;

  constructor(private readonly options: HashQueueOptions) {}

  get waiting(): number {
    return this.#turns.size;
  }

  /**
   * Admits all that a proof takes, or nothing of it; then each hash has its turn.
   * @param seconds of one core, by estimate, of all of it
   * @throws Overloaded when too much waits already
   */
  async run<T>(
    { application, priority }: HashTurn,
    seconds: number,
    work: (compute: ComputeInTurn) => Promise<T>,
  ): Promise<T> {
    const rank = RANK[priority];
    const ahead = this.#reserved.ahead(application, rank) * this.#reserved.applications(application);
    const wait = (ahead / this.options.concurrency) * this.#pace;
    if (wait > this.options.longestWaitSeconds || this.#turns.sizeOf(application) >= this.options.limit) {
      throw new Overloaded(Math.max(SHORTEST_RETRY_SECONDS, Math.ceil(wait)));
    }
    const reservation = this.#reserved.reserve(application, rank, seconds);
    try {
      return await work(async (each, compute) => {
        const value = await this.#inTurn({ application, priority }, each, compute);
        reservation.spend(each);
        return value;
      });
    } finally {
      reservation.end();
    }
  }

  #inTurn<T>({ application, priority }: HashTurn, seconds: number, compute: () => Promise<T>): Promise<T> {
    const asked = performance.now();
    const { promise, resolve } = Promise.withResolvers<T>();
    const work = async () => {
      const begun = performance.now();
      const value = await compute();
      const worked = (performance.now() - begun) / 1000;
      this.#learn(seconds, worked);
      this.options.observe?.(priority, (begun - asked) / 1000, worked);
      return value;
    };
    const end = () => {
      this.#running -= 1;
      this.#beginNext();
    };
    this.#turns.add({ application, rank: RANK[priority], seconds, start: () => resolve(work().finally(end)) });
    this.#beginNext();
    return promise;
  }

  #beginNext(): void {
    while (this.#running < this.options.concurrency) {
      const turn = this.#turns.take();
      if (!turn) return;
      this.#running += 1;
      turn.start();
    }
  }

  #learn(estimated: number, worked: number): void {
    if (estimated < SHORTEST_MEASURED_SECONDS) return;
    this.#pace += (Math.min(SLOWEST_PACE, worked / estimated) - this.#pace) / 16;
  }
}
