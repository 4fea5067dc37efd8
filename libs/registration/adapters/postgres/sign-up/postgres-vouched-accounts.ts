import type { CommandContext } from '@gatehouse/kernel';
import { audited } from '@gatehouse/platform/audit';
import { eventRows, wakeRelay } from '@gatehouse/platform/events';
import { type Database, isUniqueViolation } from '@gatehouse/platform/postgres';
import type { VouchedAccount, VouchedAccounts } from '../../../application/ports/vouched-accounts.js';

export class PostgresVouchedAccounts implements VouchedAccounts {
  constructor(private readonly database: Database) {}

  /** The guard is the index that gives an address one owner. */
  async add({ id, email, passwordHash, eventIds }: VouchedAccount, context: CommandContext): Promise<boolean> {
    const { application } = context;
    const data = { userId: id, email: email.shown, locale: null };
    const events = [
      { id: eventIds.registered, subject: id, type: 'user.registered.v1', data },
      { id: eventIds.activated, subject: id, type: 'user.activated.v1', data },
    ];
    try {
      await this.database.query(
        (sql) => sql`
          with clock as materialized (select gatehouse.now() as now),
          created as (
            insert into gatehouse.users (application, id, state, email, email_deliverable, email_verified_at,
              password_hash, created_at, activated_at)
            select ${application}, ${id}, 'active', ${email.canonical}, ${email.shown}, now, ${passwordHash}, now, now
            from clock
            returning 1
          ),
          superseded as (
            update gatehouse.users set state = 'superseded', version = version + 1
            where application = ${application} and email = ${email.canonical} and state = 'pending'
            returning id
          ),
          voided as (
            update gatehouse.activation_codes as code set voided_at = clock.now
            from clock, superseded
            where code.application = ${application} and code.user_id = superseded.id and code.purpose = 'activation'
              and code.consumed_at is null and code.voided_at is null
            returning 1
          ),
          events as (
            insert into gatehouse.event_log (application, id, subject, type, data)
            select event.* from (${eventRows(sql, application, events)}) as event, created
            union all
            select ${application}, gen_random_uuid(), superseded.id, 'registration.superseded.v1',
              jsonb_build_object('userId', superseded.id, 'supersededBy', ${id}::text)
            from superseded
            returning 1
          ),
          ${audited(sql, context, { act: 'user.created', subject: id }, 'created')}
          select ${wakeRelay(sql)}::text from created`,
      );
      return true;
    } catch (error) {
      if (isUniqueViolation(error, 'users_owner_of_address')) return false;
      throw error;
    }
  }
}
