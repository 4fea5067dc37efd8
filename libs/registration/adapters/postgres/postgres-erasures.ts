import type { CommandContext } from '@gatehouse/kernel';
import type { Database } from '@gatehouse/platform/postgres';
import type { Erasure, Erasures } from '../../application/ports/erasures.js';
import type { UserState } from '../../domain/user/suspension.js';
import { eraseStatement } from './erase-statement.js';

export class PostgresErasures implements Erasures {
  constructor(private readonly database: Database) {}

  async stateOf({ application, userId }: Parameters<Erasures['stateOf']>[0]): Promise<UserState | null> {
    const [row] = await this.database.query<{ state: UserState }>(
      (sql) => sql`select state from gatehouse.users where application = ${application} and id = ${userId}`,
    );
    return row?.state ?? null;
  }

  async erase(erasure: Erasure, context: CommandContext): Promise<readonly string[] | null> {
    const rows = await this.database.query<{ id: string }>((sql) => eraseStatement(sql, erasure, context));
    return rows.length > 0 ? rows.map(({ id }) => id) : null;
  }
}
