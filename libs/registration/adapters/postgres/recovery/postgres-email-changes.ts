import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided, isUniqueViolation } from '@gatehouse/platform/postgres';
import type { EmailChanges, OpenChange, Undoing } from '../../../application/ports/email-changes.js';
import { writeNotice } from '../sql/write-notice.js';

export class PostgresEmailChanges implements EmailChanges {
  constructor(private readonly database: Database) {}

  async open({ application, changeId }: Parameters<EmailChanges['open']>[0]): Promise<OpenChange | null> {
    const row = await this.database.decide<OpenChange>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select account.id as "userId", change.former_email as "formerEmail",
          change.former_email_deliverable as "formerEmailDeliverable", change.account_version as "accountVersion",
          account.version, account.credentials_version as "credentialsVersion"
        from gatehouse.email_changes as change
        join gatehouse.users as account on account.application = change.application and account.id = change.user_id
        where change.application = ${application} and change.id = ${changeId} and change.undone_at is null
          and change.undo_until > gatehouse.now() and account.state in ('active', 'suspended')`,
        )}`,
    );
    return row ?? null;
  }

  /** The guard is the account's version: anyone who changes the account meanwhile makes this one read again. */
  async undo(undoing: Undoing): Promise<'undone' | 'stale' | 'taken'> {
    try {
      const done = await this.database.decide((sql) => undoStatement(sql, undoing));
      return done ? 'undone' : 'stale';
    } catch (error) {
      if (isUniqueViolation(error, 'users_owner_of_address')) return 'taken';
      throw error;
    }
  }
}

type Sql = Database['sql'];

function undoStatement(sql: Sql, { application, changeId, change, passwordHash, events, notice }: Undoing) {
  const record = commandRecord(sql, { application }, { cause: 'holder', events });
  return sql`
  with clock as materialized (select gatehouse.now() as now),
  account as materialized (
    select account.id from gatehouse.users as account, clock
    where account.application = ${application} and account.id = ${change.userId}
      and account.version = ${change.version} and account.state in ('active', 'suspended')
      and exists (select 1 from gatehouse.email_changes as change
        where change.application = account.application and change.id = ${changeId}
          and change.undone_at is null and change.undo_until > clock.now)
    for update of account
  ),
  -- Later changes with it: anyone who made them must not come back by their links.
  undone as (
    update gatehouse.email_changes as later set undone_at = clock.now
    from clock, account
    where later.application = ${application} and later.user_id = account.id
      and later.account_version >= ${change.accountVersion} and later.undone_at is null
    returning later.id
  ),
  holder as (
    update gatehouse.users as restored set
      email = ${change.formerEmail}, email_deliverable = ${change.formerEmailDeliverable},
      email_verified_at = clock.now, password_hash = ${passwordHash}, kept_session = null,
      credentials_version = restored.credentials_version + 1, version = restored.version + 1
    from clock, undone
    where restored.application = ${application} and restored.id = ${change.userId}
      and undone.id = ${changeId}
    returning restored.id, restored.email_deliverable
  ),
  voided as (
    update gatehouse.activation_codes as code set voided_at = clock.now
    from clock, holder
    where code.application = ${application} and code.user_id = holder.id
      and code.consumed_at is null and code.voided_at is null
    returning 1
  ),
  ${writeNotice(sql, application, notice, sql`holder`)}
  ${record.expressions}
  ${decided(sql, sql`select ${record.wake} from holder`)}`;
}
