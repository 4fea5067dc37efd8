import type { CommandContext } from '@gatehouse/kernel';
import type { Database } from '../postgres/index.js';
import { audited } from './audited.js';

export interface LookUp {
  readonly act: 'users.looked-up' | 'messages.looked-up';
  /** The kind of question, never what was typed: the audit log outlives an erasure. */
  readonly by: 'list' | 'part' | 'address' | 'id' | 'timeline';
  /** Whose data the answer holds. */
  readonly userIds: readonly (string | null)[];
}

/** Who looked at whose data. Noted before the answer is given: what cannot be noted is not shown. */
export interface LookUps {
  note(lookUp: LookUp, context: CommandContext): Promise<void>;
}

export class PostgresLookUps implements LookUps {
  constructor(private readonly database: Database) {}

  /** One person is the subject, several are named in the details; of a page of everybody the number is kept. */
  async note({ act, by, userIds }: LookUp, context: CommandContext): Promise<void> {
    const people = [...new Set(userIds)].filter((id) => id !== null);
    const [only = context.application, ...others] = people;
    const subject = others.length === 0 ? only : context.application;
    const names = others.length === 0 || by === 'list' ? {} : { userIds: people };
    const details = { by, count: people.length, ...names };
    await this.database.query(
      (sql) => sql`
        with asked as (select 1), ${audited(sql, context, { act, subject, details }, 'asked')} select 1 from asked`,
    );
  }
}
