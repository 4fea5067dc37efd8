import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { Suspensions } from '../../../application/ports/standing.js';
import type { UserState } from '../../../domain/user/user.js';

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
    event: Parameters<Suspensions['suspend']>[1],
    context: CommandContext,
  ): Promise<boolean> {
    const done = await this.database.decide((sql) => {
      const record = commandRecord(sql, context, {
        cause: 'suspended',
        events: [eventsOfRows('suspended', event, { data: { credentialsVersion: 'credentials_version' } })],
        audit: { act: 'user.suspended', subject: userId, mayBeOwn: true },
      });
      return sql`
        with clock as materialized (select gatehouse.now() as now),
        suspended as (
          update gatehouse.users as account set
            state = 'suspended', suspended_at = clock.now, suspension_reason = ${event.data.reason}, kept_session = null,
            credentials_version = credentials_version + 1, version = version + 1
          from clock
          where application = ${application} and id = ${userId} and state = 'active'
          returning credentials_version
        )
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from suspended`)}`;
    });
    return done !== null;
  }

  /** The guard is the state. */
  async resume(
    { application, userId }: Key,
    event: Parameters<Suspensions['resume']>[1],
    context: CommandContext,
  ): Promise<boolean> {
    const done = await this.database.decide((sql) => {
      const audit = { act: 'user.resumed', subject: userId, mayBeOwn: true } as const;
      const record = commandRecord(sql, context, { cause: 'resumed', events: [event], audit });
      return sql`
        with resumed as (
          update gatehouse.users set
            state = 'active', suspended_at = null, suspension_reason = null, version = version + 1
          where application = ${application} and id = ${userId} and state = 'suspended'
          returning 1
        )
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from resumed`)}`;
    });
    return done !== null;
  }
}
