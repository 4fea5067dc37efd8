import type { CommandContext } from '@gatehouse/kernel';
import { auditedIfPrivileged } from '@gatehouse/platform/audit';
import { eventRows, wakeRelay } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { Suspensions } from '../../../application/ports/suspensions.js';
import type { UserState } from '../../../domain/user/suspension.js';

type Key = Parameters<Suspensions['stateOf']>[0];

export class PostgresSuspensions implements Suspensions {
  constructor(private readonly database: Database) {}

  async stateOf({ application, userId }: Key): Promise<UserState | null> {
    const row = await this.database.decide<{ state: UserState }>(
      (sql) => sql`
${decided(sql, sql`select state from gatehouse.users where application = ${application} and id = ${userId}`)}`,
    );
    return row?.state ?? null;
  }

  /** The guard is the state: of several at once, one finds the account active. */
  async suspend(
    { application, userId }: Key,
    suspension: Parameters<Suspensions['suspend']>[1],
    context: CommandContext,
  ): Promise<boolean> {
    const { reason, eventId } = suspension;
    const event = { id: eventId, subject: userId, type: 'user.suspended.v1', data: { userId, reason } };
    const done = await this.database.decide(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        suspended as (
          update gatehouse.users as account set
            state = 'suspended', suspended_at = clock.now, suspension_reason = ${reason}, kept_session = null,
            credentials_version = credentials_version + 1, version = version + 1
          from clock
          where application = ${application} and id = ${userId} and state = 'active'
          returning credentials_version
        ),
        ${auditedIfPrivileged(sql, context, { act: 'user.suspended', subject: userId }, 'suspended')}
        events as (
          insert into gatehouse.event_log (application, id, subject, type, data)
          select event.application, event.id, event.subject, event.type, event.data || jsonb_build_object(
            'credentialsVersion', suspended.credentials_version, 'keptSession', null)
          from (${eventRows(sql, application, [event])}) as event, suspended
          returning 1
        )
        ${decided(sql, sql`select ${wakeRelay(sql)}::text from suspended`)}`,
    );
    return done !== null;
  }

  /** The guard is the state. */
  async resume({ application, userId }: Key, eventId: string, context: CommandContext): Promise<boolean> {
    const event = { id: eventId, subject: userId, type: 'user.resumed.v1', data: { userId } };
    const done = await this.database.decide(
      (sql) => sql`
        with resumed as (
          update gatehouse.users set
            state = 'active', suspended_at = null, suspension_reason = null, version = version + 1
          where application = ${application} and id = ${userId} and state = 'suspended'
          returning 1
        ),
        ${auditedIfPrivileged(sql, context, { act: 'user.resumed', subject: userId }, 'resumed')}
        events as (
          insert into gatehouse.event_log (application, id, subject, type, data)
          select event.application, event.id, event.subject, event.type, event.data
          from (${eventRows(sql, application, [event])}) as event, resumed
          returning 1
        )
        ${decided(sql, sql`select ${wakeRelay(sql)}::text from resumed`)}`,
    );
    return done !== null;
  }
}
