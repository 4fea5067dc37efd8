import type { AuditEntry } from '../../contract/queries/find-audit-entries.js';

export interface AuditLog {
  /**
   * In the order in which it was done, or in the opposite one.
   * @param page.application null for every application
   * @param page.after position of the last entry read; null for the beginning
   */
  page(page: {
    readonly application: string | null;
    readonly after: string | null;
    readonly isLatestFirst: boolean;
    readonly limit: number;
  }): Promise<AuditEntry[]>;
}
