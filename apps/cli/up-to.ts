export interface FoundPage<Entry> {
  readonly entries: readonly Entry[];
  readonly nextAfter: string | null;
}

/** Entries of a list that comes by pages: the whole list, or as many as are wanted. */
export async function upTo<Entry>(
  limit: number,
  pageAfter: (after: string | null, most: number) => Promise<FoundPage<Entry>>,
): Promise<Entry[]> {
  const found: Entry[] = [];
  for (let after: string | null = null; ; ) {
    const page: FoundPage<Entry> = await pageAfter(after, Math.min(LARGEST_PAGE, limit - found.length));
    found.push(...page.entries);
    after = page.nextAfter;
    if (after === null || found.length >= limit) return found;
  }
}

const LARGEST_PAGE = 200;
