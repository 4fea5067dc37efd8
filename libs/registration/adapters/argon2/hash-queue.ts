import { Overloaded } from '@gatehouse/kernel';
import type { HashPriority, HashTurn } from '../../application/ports/password-hasher.js';

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

export interface HashQueueFigures {
  /** Hashes that may be computed at once. */
  readonly slots: number;
  readonly running: number;
  readonly waiting: number;
  /** How long the one that came first of those that wait has waited until now. */
  readonly longestWaitSeconds: number;
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

  /** What it has in hand: of this process alone. */
  get figures(): HashQueueFigures {
    const oldest = this.#turns.oldest;
    return {
      slots: this.options.concurrency,
      running: this.#running,
      waiting: this.#turns.size,
      longestWaitSeconds: oldest === null ? 0 : Math.round(performance.now() - oldest) / 1000,
    };
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
    this.#turns.add({ application, rank: RANK[priority], seconds, asked, start: () => resolve(work().finally(end)) });
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

interface Turn {
  readonly application: string;
  /** Within an application, higher goes first. */
  readonly rank: number;
  /** Estimated seconds of one core. */
  readonly seconds: number;
  /** When it came, by the monotonic clock. */
  readonly asked: number;
  readonly start: () => void;
}

/** What waits for one application. */
interface Line {
  /** Seconds of work that it was given, counted from the shared clock at which it came. */
  served: number;
  /** Those of one rank in the order in which they came. */
  readonly ranks: Map<number, Turn[]>;
  size: number;
}

/**
 * Whose turn it is: the application's that was given the least work (start-time fair queueing). So an application waits for
 * one turn of each other at most, however many they have waiting and however expensive those are; idle time is not saved up.
 */
class FairTurns {
  readonly #lines = new Map<string, Line>();
  /** What the application that had its turn last had been given until then. */
  #clock = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** When the one came that waits longest; null if none waits. */
  get oldest(): number | null {
    const first = [...this.#lines.values()].flatMap(({ ranks }) =>
      [...ranks.values()].map(([turn]) => turn?.asked ?? Number.POSITIVE_INFINITY),
    );
    return this.#size === 0 ? null : Math.min(...first);
  }

  sizeOf(application: string): number {
    return this.#lines.get(application)?.size ?? 0;
  }

  add(turn: Turn): void {
    const { application, rank } = turn;
    const line = this.#lines.get(application) ?? { served: this.#clock, ranks: new Map(), size: 0 };
    this.#lines.set(application, line);
    const same = line.ranks.get(rank);
    if (same) same.push(turn);
    else line.ranks.set(rank, [turn]);
    line.size += 1;
    this.#size += 1;
  }

  take(): Turn | null {
    const line = this.#next();
    if (!line) return null;
    const rank = Math.max(...line.ranks.keys());
    const turns = line.ranks.get(rank) ?? [];
    const turn = turns.shift();
    if (turns.length === 0) line.ranks.delete(rank);
    if (!turn) return null;
    this.#clock = line.served;
    line.served += turn.seconds;
    line.size -= 1;
    this.#size -= 1;
    return turn;
  }

  /** Forgets on the way who has nothing waiting and is not ahead of the others any more. */
  #next(): Line | undefined {
    let next: Line | undefined;
    for (const [application, line] of this.#lines) {
      if (line.size === 0) {
        if (line.served <= this.#clock) this.#lines.delete(application);
      } else if (!next || line.served < next.served) next = line;
    }
    return next;
  }
}

interface Reservation {
  /** So much of it is done. */
  spend(seconds: number): void;
  /** All of it is done, or will not be. */
  end(): void;
}

/** Seconds of work that was admitted and is not done, by application and rank. */
class ReservedWork {
  readonly #open = new Map<string, Set<{ readonly rank: number; left: number }>>();

  /** What an application has to do before a further one of that rank. */
  ahead(application: string, rank: number): number {
    let seconds = 0;
    for (const each of this.#open.get(application) ?? []) if (each.rank >= rank) seconds += each.left;
    return seconds;
  }

  /** How many applications share the cores, once this one has work too. */
  applications(application: string): number {
    return this.#open.size + (this.#open.has(application) ? 0 : 1);
  }

  reserve(application: string, rank: number, seconds: number): Reservation {
    const reserved = { rank, left: seconds };
    const open = this.#open.get(application) ?? new Set();
    this.#open.set(application, open.add(reserved));
    return {
      spend: (spent) => {
        reserved.left = Math.max(0, reserved.left - spent);
      },
      end: () => {
        open.delete(reserved);
        if (open.size === 0) this.#open.delete(application);
      },
    };
  }
}
