import type { LookUp, LookUps, QueryContext } from '@gatehouse/kernel';
import type { Database } from '../postgres/index.js';
import { audited } from './audited.js';

export class PostgresLookUps implements LookUps {
  constructor(private readonly database: Database) {}

  /** One person is the subject, several are named in the details; of a page of everybody the number is kept. */
  async note({ act, by, userIds }: LookUp, context: QueryContext): Promise<void> {
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
