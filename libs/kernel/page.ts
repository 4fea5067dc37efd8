/** Entries of a page when nobody says how many. */
export const USUAL_LIMIT = 50;

export interface Page<Entry> {
  readonly entries: Entry[];
  /** Where to go on; null where nothing follows. */
  readonly nextAfter: string | null;
}

/**
 * A page of `most` entries at the most.
 * @param find is asked for one more than those, which tells whether anything follows
 * @param placeOf what `after` is to say to go on behind an entry
 */
export async function pageOf<Entry>(
  most: number,
  find: (limit: number) => Promise<readonly Entry[]>,
  placeOf: (entry: Entry) => string,
): Promise<Page<Entry>> {
  const found = await find(most + 1);
  const entries = found.slice(0, most);
  const last = entries.at(-1);
  return { entries, nextAfter: found.length > most && last !== undefined ? placeOf(last) : null };
}
