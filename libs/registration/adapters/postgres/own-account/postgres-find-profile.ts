import { type Database, decided } from '@gatehouse/platform/postgres';
import type { FindProfile } from '../../../contract/queries/find-profile.js';
import type { Profile } from '../../../contract/read-models/profile.js';
import { type ProfileRow, profileColumns, profileOf } from '../sql/profile-columns.js';

export class PostgresFindProfile implements FindProfile {
  constructor(private readonly database: Database) {}

  async execute({ application, userId }: { application: string; userId: string }): Promise<Profile | null> {
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
