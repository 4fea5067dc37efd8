export interface Reservation {
  /** So much of it is done. */
  spend(seconds: number): void;
  /** All of it is done, or will not be. */
  end(): void;
}

/** Seconds of work that was admitted and is not done, by application and rank. */
export class ReservedWork {
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
