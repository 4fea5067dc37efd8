import { Overloaded } from '@gatehouse/kernel';
import type { HashPlace, HashPriority, HashTurn } from '../../application/ports/password-hasher.js';
import { FairTurns } from './fair-turns.js';
import { type Reservation, ReservedWork } from './reserved-work.js';

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

class KeptPlace implements HashPlace {
  readonly application: string;
  readonly priority: HashPriority;
  #isUsed = false;

  constructor(
    { application, priority }: HashTurn,
    /** Of one core, by the estimate at which it was taken. */
    readonly seconds: number,
    private readonly reservation: Reservation,
  ) {
    this.application = application;
    this.priority = priority;
  }

  get isUsed(): boolean {
    return this.#isUsed;
  }

  use(seconds: number): Reservation {
    this.#isUsed = true;
    this.reservation.start(seconds);
    return this.reservation;
  }

  leave(): void {
    this.#isUsed = true;
    this.reservation.end();
  }
}

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
   * How long a further one of that turn is to stay away, in seconds; null if there is room for it. What its application has in
   * hand decides, and nothing of the call itself.
   */
  refusal({ application, priority }: HashTurn): number | null {
    const ahead = this.#reserved.ahead(application, RANK[priority]) * this.#reserved.applications(application);
    const wait = (ahead / this.options.concurrency) * this.#pace;
    const waiting = this.#turns.sizeOf(application) + this.#reserved.early(application);
    if (wait <= this.options.longestWaitSeconds && waiting < this.options.limit) return null;
    return Math.max(SHORTEST_RETRY_SECONDS, Math.ceil(wait));
  }

  /**
   * Keeps a place for the hashes of one call, from before anything is read for it until it has been answered.
   * @param seconds of one core, by estimate, as far as that is known by now
   * @throws Overloaded when too much waits already
   */
  takePlace(turn: HashTurn, seconds: number): KeptPlace {
    const retryAfter = this.refusal(turn);
    if (retryAfter !== null) throw new Overloaded(retryAfter);
    return new KeptPlace(turn, seconds, this.#reserved.reserve(turn.application, RANK[turn.priority], seconds));
  }

  /**
   * Admits all that a proof takes, or nothing of it; then each hash has its turn.
   * @param turn a place that was taken before is used up by it
   * @param seconds of one core, by estimate, of all of it
   * @throws Overloaded when too much waits already, and no place was taken before or the proof takes more than that
   */
  async run<T>(turn: HashTurn, seconds: number, work: (compute: ComputeInTurn) => Promise<T>): Promise<T> {
    const { application, priority } = turn;
    const reservation = this.#placeFor(turn, seconds).use(seconds);
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

  /** A place that is too small is given up for one that is not: what others' systems have hashed is known late. */
  #placeFor(turn: HashTurn, seconds: number): KeptPlace {
    if (!(turn instanceof KeptPlace) || turn.isUsed) return this.takePlace(turn, seconds);
    if (seconds <= turn.seconds) return turn;
    turn.leave();
    return this.takePlace(turn, seconds);
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
