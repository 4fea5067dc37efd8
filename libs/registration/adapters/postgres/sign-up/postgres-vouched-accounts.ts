import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { type Database, isUniqueViolation } from '@gatehouse/platform/postgres';
import type { VouchedAccount, VouchedAccounts } from '../../../application/ports/vouched-accounts.js';

export class PostgresVouchedAccounts implements VouchedAccounts {
  constructor(private readonly database: Database) {}

  /** The guard is the index that gives an address one owner. */
  async add(
    { id, email, passwordHash, events, superseded }: VouchedAccount,
    context: CommandContext,
  ): Promise<boolean> {
    const { application } = context;
    try {
      await this.database.query((sql) => {
        const record = commandRecord(sql, context, {
          cause: 'created',
          events: [...events, eventsOfRows('superseded', superseded, { subject: 'id', data: { userId: 'id' } })],
          audit: { act: 'user.created', subject: id },
        });
        return sql`
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
          )
          ${record.expressions}
          select ${record.wake} from created`;
      });
      return true;
    } catch (error) {
      if (isUniqueViolation(error, 'users_owner_of_address')) return false;
      throw error;
    }
  }
}
