import type { QueryContext } from './query.js';

export interface PersonKey {
  readonly application: string;
  readonly userId: string;
}

/**
 * What a context keeps about people besides their account. Contributed by every context that keeps any, so that a
 * person's export shows it and a person's erasure reaches it.
 */
export interface PersonalRecords {
  /** Their name in an export, such as `sessions`. */
  readonly name: string;

  /** What they are, for anyone who reads the API's documents. */
  readonly description: string;

  /** One record as it is exported: a class with class-validator decorators. */
  readonly record: abstract new () => object;

  /** All that is held, secrets of the service and ids of its own set aside; the latest first. */
  find(person: PersonKey): Promise<readonly object[]>;

  /** Takes away whatever tells of the person. One atomic statement; repeated, it finds nothing more to do. */
  erase(person: PersonKey): Promise<void>;
}

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
