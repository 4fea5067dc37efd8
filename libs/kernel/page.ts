/** Entries of a page when nobody says how many. */
export const USUAL_LIMIT = 50;

export interface Page<Entry> {
  readonly entries: Entry[];
  /** Where to go on; null where nothing follows. */
  readonly nextAfter: string | null;
}

/**
 * A page of `most` entries at the most.
 * @param found one more than those where there are as many, which tells whether anything follows
 * @param placeOf what `after` is to say to go on behind an entry
 */
export function pageOf<Entry>(found: readonly Entry[], most: number, placeOf: (entry: Entry) => string): Page<Entry> {
  const entries = found.slice(0, most);
  const last = entries.at(-1);
  return { entries, nextAfter: found.length > most && last !== undefined ? placeOf(last) : null };
}
