import { Overloaded } from '@gatehouse/kernel';
import PQueue from 'p-queue';
import type { HashPriority } from '../../application/ports/password-hasher.js';

export interface HashQueueOptions {
  /** Hashes in flight: as many as cores. */
  readonly concurrency: number;
  /** Hashes waiting; one more is refused. */
  readonly limit: number;
  /** Called after each hash with its waiting and working time in seconds. */
  readonly observe?: (priority: HashPriority, waited: number, worked: number) => void;
}

const RANK: Record<HashPriority, number> = { activation: 2, 'sign-in': 1, 'sign-up': 0 };
const RETRY_AFTER_SECONDS = 2;

/** Admission control for the one thing that costs: no more hashes at once than cores, a bounded queue, the furthest first. */
export class HashQueue {
  readonly #queue: PQueue;

  constructor(private readonly options: HashQueueOptions) {
    this.#queue = new PQueue({ concurrency: options.concurrency });
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** @throws Overloaded when too many wait already */
  async run<T>(priority: HashPriority, work: () => Promise<T>): Promise<T> {
    if (this.#queue.size >= this.options.limit) throw new Overloaded(RETRY_AFTER_SECONDS);
    const asked = performance.now();
    return this.#queue.add(
      async () => {
        const begun = performance.now();
        const value = await work();
        this.options.observe?.(priority, (begun - asked) / 1000, (performance.now() - begun) / 1000);
        return value;
      },
      { priority: RANK[priority] },
    );
  }
}
