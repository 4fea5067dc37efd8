import type { PersonKey } from '@gatehouse/kernel';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { AccountStandings } from '../../../application/ports/user-views.js';
import type { AccountStanding } from '../../../contract/queries/find-account-standing.js';

export class PostgresAccountStandings implements AccountStandings {
  /** @param database the one that is written to: a replica may not know yet of a password that was changed */
  constructor(private readonly database: Database) {}

  async of({ application, userId }: PersonKey) {
    const row = await this.database.decide<AccountStanding>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select state, credentials_version as "credentialsVersion", kept_session as "keptSession" from gatehouse.users
        where application = ${application} and id = ${userId} and state in ('pending', 'active', 'suspended')`,
        )}`,
    );
    return row ?? null;
  }
}
