import type { ImportProgress } from '../commands/begin-import.js';
import type { ImportOutcome } from '../commands/import-users.js';

/** The last line of a report: without it the import has broken off, and is to be sent again. */
export interface ImportSummary extends ImportProgress {
  readonly outcome: 'finished';
  readonly importId: string;
  /** Lines of this go. */
  readonly refused: number;
  readonly repeated: number;
}

export type ImportReport = ImportOutcome | ImportSummary;
