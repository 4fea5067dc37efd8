import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { Roles } from '../../application/ports/roles.js';
import type { HeldRole } from '../../contract/queries/find-roles.js';
import type { GrantedRole, Role } from '../../domain/role/role.js';
import { notifyRevoked, revocations, revokeSessions } from './postgres-revoked-sessions.js';

export class PostgresRoles implements Roles {
  constructor(private readonly database: Database) {}

  async of({ application, userId }: Parameters<Roles['of']>[0]): Promise<readonly Role[]> {
    const rows = await this.database.query<{ role: GrantedRole }>(
      (sql) => sql`
        select role from gatehouse.user_roles where application = ${application} and user_id = ${userId} order by role`,
    );
    return ['user', ...rows.map(({ role }) => role)];
  }

  async ofSession({ application, userId, sessionId }: Parameters<Roles['ofSession']>[0]) {
    const row = await this.database.decide<{ roles: GrantedRole[] }>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select array(select role from gatehouse.user_roles
            where application = ${application} and user_id = ${userId} order by role) as roles
        from gatehouse.sessions
        where application = ${application} and id = ${sessionId} and user_id = ${userId} and revoked_at is null
          and expires_at > gatehouse.now()`,
        )}`,
    );
    return row ? (['user', ...row.roles] as const) : null;
  }

  async ofApplication(application: string): Promise<HeldRole[]> {
    const rows = await this.database.query<{ user_id: string; role: GrantedRole; granted_at: Date }>(
      (sql) => sql`
        select user_id, role, granted_at from gatehouse.user_roles where application = ${application}
        order by granted_at desc, user_id, role`,
    );
    return rows.map(({ user_id, role, granted_at }) => ({
      userId: user_id,
      role,
      grantedAt: granted_at.toISOString(),
    }));
  }

  async grant({ userId, role, event }: Parameters<Roles['grant']>[0], context: CommandContext): Promise<void> {
    const { application } = context;
    await this.database.query((sql) => {
      const audit = { act: 'role.granted', subject: userId, details: { role } };
      const record = commandRecord(sql, context, { cause: 'changed', events: [event], audit });
      return sql`
        with changed as (
          insert into gatehouse.user_roles (application, user_id, role) values (${application}, ${userId}, ${role})
          on conflict do nothing
          returning 1
        )
        ${record.expressions}
        select ${record.wake} from changed`;
    });
  }

  async revoke(
    { userId, role, event, sessions }: Parameters<Roles['revoke']>[0],
    context: CommandContext,
  ): Promise<void> {
    const { application } = context;
    await this.database.query((sql) => {
      const audit = { act: 'role.revoked', subject: userId, details: { role } };
      const events = [revocations(sessions), event];
      const record = commandRecord(sql, context, { cause: 'changed', events, audit });
      return sql`
        with clock as materialized (select gatehouse.now() as now),
        changed as (
          delete from gatehouse.user_roles
          where application = ${application} and user_id = ${userId} and role = ${role}
          returning 1
        ),
        doomed as (
          select session.id from gatehouse.sessions as session, changed
          where session.application = ${application} and session.user_id = ${userId} and session.revoked_at is null
        ),
        ${revokeSessions(sql, application)}
        ${record.expressions}
        select ${record.wake}, ${notifyRevoked(sql)} from changed`;
    });
  }
}
