/** Removes what has had its time. Contributed by anyone who keeps such things; the worker runs them all by schedule. */
export interface Purge {
  /** What it removes, in metrics and logs: `registrations`. */
  readonly what: string;

  /**
   * Removes in batches of this size, one statement each, until there is nothing left to remove; tells after each how
   * many rows are gone. Several at once do not get in each other's way.
   */
  batches(size: number): AsyncIterable<number>;
}

/**
 * Batches by a statement that removes the oldest rows and answers how many, until one finds none. One that is not full
 * says little: rows that another run was about to remove are passed over, not made up for.
 */
export async function* untilNoneLeft(size: number, remove: (size: number) => Promise<number>): AsyncIterable<number> {
  for (;;) {
    const removed = await remove(size);
    yield removed;
    if (removed === 0) return;
  }
}
