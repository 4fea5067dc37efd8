import type { PersonKey } from '@gatehouse/kernel';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { ProfileViews } from '../../../application/ports/own-account-views.js';
import type { Profile } from '../../../contract/read-models/profile.js';
import { type ProfileRow, profileColumns, profileOf } from '../sql/profile-columns.js';

export class PostgresProfileViews implements ProfileViews {
  constructor(private readonly database: Database) {}

  async of({ application, userId }: PersonKey): Promise<Profile | null> {
    const row = await this.database.decide<ProfileRow>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select ${profileColumns(sql)} from gatehouse.users
        where application = ${application} and id = ${userId} and state in ('pending', 'active', 'suspended')`,
        )}`,
    );
    return row ? profileOf(row) : null;
  }
}
