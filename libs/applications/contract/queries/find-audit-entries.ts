import type { AuditEntry } from '../read-models/audit-page.js';

export interface AuditLookup {
  readonly application: string | null;
  readonly after: string | null;
  readonly limit: number;
}

/** What was done in an application, or in all of them, in the order in which it was done. Who reads on from a position misses nothing. */
export interface FindAuditEntries {
  /**
   * @param query.application null for every application
   * @param query.after position of the last entry read; null for the beginning
   */
  execute(query: AuditLookup): Promise<AuditEntry[]>;
}

const BATCH = 500;

/** The whole log, or all after a position, in batches. */
export async function* auditEntries(
  audit: FindAuditEntries,
  { application, after }: Omit<AuditLookup, 'limit'>,
): AsyncIterable<readonly AuditEntry[]> {
  for (let position = after; ; ) {
    const batch = await audit.execute({ application, after: position, limit: BATCH });
    yield batch;
    if (batch.length < BATCH) return;
    position = batch.at(-1)?.position ?? null;
  }
}
