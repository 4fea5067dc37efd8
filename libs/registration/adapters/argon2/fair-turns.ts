/** A hash that waits. */
export interface Turn {
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
export class FairTurns {
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
