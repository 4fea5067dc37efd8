import type { NewEvent } from '@gatehouse/kernel';
import type { NoticeIssued, UserEmailChangeUndone } from '../../contract/events.js';
import type { IssuedNotice } from '../../domain/user/account-events.js';

interface ChangeKey {
  readonly application: string;
  readonly changeId: string;
}

/** A change that can be undone still, and its account as it is now. */
export interface OpenChange {
  readonly userId: string;
  readonly formerEmail: string;
  readonly formerEmailDeliverable: string;
  readonly accountVersion: number;
  /** Of the account. */
  readonly version: number;
  readonly credentialsVersion: number;
}

export interface Undoing extends ChangeKey {
  readonly change: OpenChange;
  /** Of no password. */
  readonly passwordHash: string;
  readonly events: readonly NewEvent<UserEmailChangeUndone | NoticeIssued>[];
  /** To the address that is restored. */
  readonly notice: IssuedNotice;
}

/** Changes of address that were made. Every method is one atomic statement. */
export interface EmailChanges {
  /** Null where there is none, its time is over, it was undone, or its account is gone. */
  open(key: ChangeKey): Promise<OpenChange | null>;

  /**
   * Restores the address, ends all that later changes may have brought: passwords, sessions, codes, other undo links.
   * `stale`: the account has changed since it was read. `taken`: another account owns the former address.
   */
  undo(undoing: Undoing): Promise<'undone' | 'stale' | 'taken'>;
}

/** What a link that undoes a change of address carries: derived from the change's id, and kept nowhere. */
export interface UndoTokens {
  of(changeId: string): string;

  /** The change that a token was made for, or null if it is not one of ours. */
  changeOf(token: string): string | null;
}
