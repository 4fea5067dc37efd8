import type { CommandContext } from '@gatehouse/kernel';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { Erasure, Erasures } from '../../../application/ports/erasures.js';
import type { UserState } from '../../../domain/user/suspension.js';
import { eraseStatement } from './erase-statement.js';

export class PostgresErasures implements Erasures {
  constructor(private readonly database: Database) {}

  async stateOf({ application, userId }: Parameters<Erasures['stateOf']>[0]): Promise<UserState | null> {
    const row = await this.database.decide<{ state: UserState }>(
      (sql) => sql`
${decided(sql, sql`select state from gatehouse.users where application = ${application} and id = ${userId}`)}`,
    );
    return row?.state ?? null;
  }

  async erase(
    erasure: Erasure,
    event: Parameters<Erasures['erase']>[1],
    context: CommandContext,
  ): Promise<readonly string[] | null> {
    const { ids } = await this.database.one<{ ids: string[] }>((sql) => eraseStatement(sql, erasure, event, context));
    return ids.length > 0 ? ids : null;
  }
}
