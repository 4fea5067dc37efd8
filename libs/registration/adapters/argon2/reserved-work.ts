/** Work that was admitted and is not done. */
export interface Reservation {
  /** Its hashes are asked for now, and take so many seconds of one core by estimate. */
  start(seconds: number): void;
  /** So much of it is done. */
  spend(seconds: number): void;
  /** All of it is done, or will not be. */
  end(): void;
}

/** What one application has in hand. */
interface Held {
  /** Nanoseconds by rank: whole numbers, so that sums stay exact however often they change. */
  readonly left: Map<number, number>;
  places: number;
  /** Those whose hashes are not asked for yet. */
  early: number;
}

/** Seconds of work that was admitted and is not done, by application and rank. To ask costs the same however much there is. */
export class ReservedWork {
  readonly #held = new Map<string, Held>();

  /** What an application has to do before a further one of that rank. */
  ahead(application: string, rank: number): number {
    let nanoseconds = 0;
    for (const [other, left] of this.#held.get(application)?.left ?? []) if (other >= rank) nanoseconds += left;
    return nanoseconds / 1e9;
  }

  /** How many of an application have a place whose hashes are not asked for yet. */
  early(application: string): number {
    return this.#held.get(application)?.early ?? 0;
  }

  /** How many applications share the cores, once this one has work too. */
  applications(application: string): number {
    return this.#held.size + (this.#held.has(application) ? 0 : 1);
  }

  reserve(application: string, rank: number, seconds: number): Reservation {
    const held = this.#held.get(application) ?? { left: new Map<number, number>(), places: 0, early: 0 };
    this.#held.set(application, held);
    held.places += 1;
    held.early += 1;
    let [left, isEarly, isOpen] = [0, true, true];
    const keep = (nanoseconds: number) => {
      held.left.set(rank, (held.left.get(rank) ?? 0) + nanoseconds - left);
      left = nanoseconds;
    };
    const leaveEarly = () => {
      if (isEarly) held.early -= 1;
      isEarly = false;
    };
    keep(nanosecondsOf(seconds));
    return {
      start: (all) => {
        leaveEarly();
        keep(nanosecondsOf(all));
      },
      spend: (spent) => keep(Math.max(0, left - nanosecondsOf(spent))),
      end: () => {
        if (!isOpen) return;
        isOpen = false;
        leaveEarly();
        keep(0);
        held.places -= 1;
        if (held.places === 0) this.#held.delete(application);
      },
    };
  }
}

const nanosecondsOf = (seconds: number): number => Math.round(seconds * 1e9);
