import type { CommandContext, QueryContext } from '@gatehouse/kernel';
import type { ImportProgress } from '../../contract/commands/import-users.js';
import type { ExportedUser } from '../../contract/queries/export-users.js';
import type { ImportEvents, UserToImport } from '../../domain/user/import-user.js';
import type { HashDecoy } from './password-hasher.js';

export interface UserOfLine extends UserToImport {
  readonly line: number;
  readonly passwordHash: string;
}

export interface ImportBatch {
  readonly application: string;
  readonly importId: string;
  /** The last line that is dealt with now. */
  readonly through: number;
  readonly users: readonly UserOfLine[];
  /** The most expensive of these users' hashes, one of each kind. */
  readonly decoys: readonly HashDecoy[];
  readonly events: ImportEvents;
}

export interface WrittenBatch {
  readonly progress: ImportProgress;
  /** Lines that were dealt with before this batch. */
  readonly passed: number;
  /** Those whose user was written. */
  readonly imported: ReadonlySet<number>;
}

/** Why a line's user was not written, once that is settled. */
export type LineStanding =
  /** The line has made this user before. */
  | { readonly line: number; readonly kind: 'repeated'; readonly id: string }
  | { readonly line: number; readonly kind: 'email-taken' | 'id-taken' | 'free' };

/** Where users of other systems are taken over. Every method is one atomic statement. */
export interface Imports {
  /** Notes who begins, or goes on. */
  open(importId: string, context: CommandContext): Promise<ImportProgress>;

  /**
   * Writes the users of lines that were not dealt with before, with their events, unless the address or the id is
   * somebody's; pending registrations of an address that gets an owner are superseded. Null if the import was not begun.
   */
  write(batch: ImportBatch): Promise<WrittenBatch | null>;

  /** What stands in the way of users that were not written. */
  standingOf(batch: Pick<ImportBatch, 'application' | 'importId' | 'users'>): Promise<readonly LineStanding[]>;
}

export interface UserExports {
  /** Notes who takes everybody away; nothing is to be handed out before. */
  note(context: QueryContext): Promise<void>;

  /** In the order of their ids, those after one of them. */
  page(page: {
    readonly application: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<ExportedUser[]>;
}
