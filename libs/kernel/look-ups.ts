import type { QueryContext } from './query.js';

export interface LookUp {
  readonly act: 'users.looked-up' | 'messages.looked-up';
  /** The kind of question, never what was typed: the audit log outlives an erasure. */
  readonly by: 'list' | 'part' | 'address' | 'id' | 'timeline';
  /** Whose data the answer holds. */
  readonly userIds: readonly (string | null)[];
}

/** Who looked at whose data. Noted before the answer is given: what cannot be noted is not shown. */
export interface LookUps {
  note(lookUp: LookUp, context: QueryContext): Promise<void>;
}
