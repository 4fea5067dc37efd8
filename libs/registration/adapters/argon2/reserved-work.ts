/** Work that was admitted and is not done. */
export interface Reservation {
  /** Its hashes are asked for now, and take so many seconds of one core by estimate. */
  start(seconds: number): void;
  /** So much of it is done. */
  spend(seconds: number): void;
  /** All of it is done, or will not be. */
  end(): void;
}

interface Reserved {
  readonly rank: number;
  left: number;
  hasStarted: boolean;
}

/** Seconds of work that was admitted and is not done, by application and rank. */
export class ReservedWork {
  readonly #open = new Map<string, Set<Reserved>>();

  /** What an application has to do before a further one of that rank. */
  ahead(application: string, rank: number): number {
    let seconds = 0;
    for (const each of this.#open.get(application) ?? []) if (each.rank >= rank) seconds += each.left;
    return seconds;
  }

  /** How many of an application have a place whose hashes are not asked for yet. */
  early(application: string): number {
    let count = 0;
    for (const { hasStarted } of this.#open.get(application) ?? []) if (!hasStarted) count += 1;
    return count;
  }

  /** How many applications share the cores, once this one has work too. */
  applications(application: string): number {
    return this.#open.size + (this.#open.has(application) ? 0 : 1);
  }

  reserve(application: string, rank: number, seconds: number): Reservation {
    const reserved: Reserved = { rank, left: seconds, hasStarted: false };
    const open = this.#open.get(application) ?? new Set();
    this.#open.set(application, open.add(reserved));
    return {
      start: (all) => {
        reserved.left = all;
        reserved.hasStarted = true;
      },
      spend: (spent) => {
        reserved.left = Math.max(0, reserved.left - spent);
      },
      end: () => {
        // Another set may stand there by now, of others.
        if (open.delete(reserved) && open.size === 0) this.#open.delete(application);
      },
    };
  }
}
