import type { PersonalRecords, PersonKey } from '@gatehouse/kernel';
import type { Database } from '@gatehouse/platform/postgres';
import { RoleRecord, SessionRecord } from '../../contract/read-models/personal-records.js';
import { notifyRevoked } from './postgres-revoked-sessions.js';
import { type DeviceRow, deviceOf } from './postgres-sessions.js';

const ERASED_USER = '00000000-0000-0000-0000-000000000000';

interface SessionRow extends DeviceRow {
  readonly id: string;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
}

/** A person's sessions. */
export class PostgresSessionRecords implements PersonalRecords {
  readonly name = 'sessions';
  readonly description = 'Sessions started with the account’s password, latest first';
  readonly record = SessionRecord;

  constructor(private readonly database: Database) {}

  async find({ application, userId }: PersonKey): Promise<readonly SessionRecord[]> {
    const rows = await this.database.query<SessionRow>(
      (sql) => sql`
        select id, created_at, last_used_at, expires_at, revoked_at, browser, system, network from gatehouse.sessions
        where application = ${application} and user_id = ${userId}
        order by created_at desc, id desc`,
    );
    return rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      revokedAt: row.revoked_at?.toISOString() ?? null,
      ...deviceOf(row),
    }));
  }

  /**
   * Ends the sessions and takes the person and the tokens' hashes out of them. The bare ids stay until the purge: a
   * process that was not listening reads there which access tokens are over.
   */
  async erase({ application, userId }: PersonKey): Promise<void> {
    await this.database.query(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        revoked as (
          update gatehouse.sessions as session set
            user_id = ${ERASED_USER}, token_hash = decode(repeat('00', 32), 'hex'), previous_token_hash = null,
            rotated_at = null, created_at = clock.now, last_used_at = clock.now, expires_at = clock.now,
            revoked_at = coalesce(session.revoked_at, clock.now), browser = null, system = null, network = null
          from clock
          where session.application = ${application} and session.user_id = ${userId}
          returning session.id
        )
        select ${notifyRevoked(sql)}`,
    );
  }
}

/** A person's roles. Who granted them is in the audit log, which only grows. */
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
