import { type Database, decided } from '@gatehouse/platform/postgres';
import type { NoticeDispatch, Notices } from '../../../application/ports/messages.js';
import type { NoticeKind } from '../../../contract/events.js';
import { deliverableAddress } from '../../../domain/email-address.js';

interface NoticeRow {
  readonly kind: NoticeKind;
  readonly recipient: string | null;
  readonly accepted: boolean;
  readonly account_stands: boolean;
  readonly name: string | null;
  readonly locale: string | null;
  /** Null also where it cannot be undone any more. */
  readonly change_id: string | null;
}

export class PostgresNotices implements Notices {
  constructor(private readonly database: Database) {}

  async dispatch(application: string, noticeId: string): Promise<NoticeDispatch> {
    const row = await this.database.decide<NoticeRow>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select notice.kind, notice.recipient, change.id as change_id, notice.accepted_at is not null as accepted,
          account.id is not null as account_stands, account.name, account.locale
        from gatehouse.notices as notice
        left join gatehouse.users as account on account.application = notice.application
          and account.id = notice.user_id and account.state in ('active', 'suspended')
        left join gatehouse.email_changes as change on change.application = notice.application
          and change.id = notice.change_id and change.undone_at is null and change.undo_until > gatehouse.now()
        where notice.application = ${application} and notice.id = ${noticeId}`,
        )}`,
    );
    if (!row) return { kind: 'unknown' };
    if (row.accepted) return { kind: 'already-accepted' };
    if (!row.account_stands || row.recipient === null) return { kind: 'over' };
    const { kind, name, locale, change_id: changeId } = row;
    if (kind === 'email-changed' && changeId === null) return { kind: 'over' };
    const recipient = { email: deliverableAddress(row.recipient), name };
    return { kind: 'send', notice: { kind, recipient, locale, changeId } };
  }

  async accept(application: string, noticeId: string): Promise<boolean> {
    const done = await this.database.decide(
      (sql) => sql`
        with done as (
          update gatehouse.notices set accepted_at = coalesce(accepted_at, gatehouse.now()), recipient = null,
            failed_at = null, failure = null
          where application = ${application} and id = ${noticeId}
          returning 1
        )
        ${decided(sql, sql`select * from done`)}`,
    );
    return done !== null;
  }

  async abandon(application: string, noticeId: string, reason: string): Promise<boolean> {
    const done = await this.database.decide(
      (sql) => sql`
        with done as (
          update gatehouse.notices set
            failed_at = case when accepted_at is null then coalesce(failed_at, gatehouse.now()) end,
            failure = case when accepted_at is null then coalesce(failure, ${reason}) end
          where application = ${application} and id = ${noticeId}
          returning 1
        )
        ${decided(sql, sql`select * from done`)}`,
    );
    return done !== null;
  }
}
