import type { IdGenerator } from '@gatehouse/kernel';

/** Ids that a test can name in advance: `id-1`, `id-2`, … */
export class CountedIds implements IdGenerator {
  #count = 0;

  next(): string {
    this.#count += 1;
    return `id-${this.#count}`;
  }
}
