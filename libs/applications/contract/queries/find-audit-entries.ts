import type { AuditEntry } from '../read-models/audit-page.js';

/** What was done in an application, in the order in which it was done. Who reads on from a position misses nothing. */
export interface FindAuditEntries {
  /** @param query.after position of the last entry read; null for the beginning */
  execute(query: {
    readonly application: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<AuditEntry[]>;
}
