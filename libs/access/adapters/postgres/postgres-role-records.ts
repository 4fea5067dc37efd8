import type { PersonalRecords, PersonKey } from '@gatehouse/kernel';
import type { Database } from '@gatehouse/platform/postgres';
import { RoleRecord } from '../../contract/read-models/role-record.js';

/** What the roles tell of a person. Who granted them stands in the audit log, which only grows. */
export class PostgresRoleRecords implements PersonalRecords {
  readonly name = 'roles';
  readonly description = 'Roles besides `user`, latest first';
  readonly record = RoleRecord;

  constructor(private readonly database: Database) {}

  async find({ application, userId }: PersonKey): Promise<readonly RoleRecord[]> {
    const rows = await this.database.query<{ role: RoleRecord['role']; granted_at: Date }>(
      (sql) => sql`
        select role, granted_at from gatehouse.user_roles
        where application = ${application} and user_id = ${userId}
        order by granted_at desc, role`,
    );
    return rows.map(({ role, granted_at }) => ({ role, grantedAt: granted_at.toISOString() }));
  }

  async erase({ application, userId }: PersonKey): Promise<void> {
    await this.database.query(
      (sql) => sql`delete from gatehouse.user_roles where application = ${application} and user_id = ${userId}`,
    );
  }
}
