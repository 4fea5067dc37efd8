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
