import type { PersonKey } from '@gatehouse/kernel';
import { type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type { AccountRecordViews } from '../../../application/ports/accounts.js';
import type { AccountRecords } from '../../../contract/queries/own-account.js';
import { type ProfileRow, profileColumns, profileOf } from '../sql/profile-columns.js';
import { purposesThat } from '../sql/purposes.js';
import { everyBucket } from '../sql/throttles.js';

type Account = AccountRecords['account'];
type Row = Omit<AccountRecords, 'account'> &
  ProfileRow &
  Pick<Account, 'canonicalEmail' | 'suspensionReason' | 'credentialsVersion' | 'keptSession' | 'activatedNetwork'> & {
    readonly suspended_at: Date | null;
  };

export class PostgresAccountRecordViews implements AccountRecordViews {
  /** @param database the one that is written to: what was just changed shows */
  constructor(private readonly database: Database) {}

  async of({ application, userId }: PersonKey): Promise<AccountRecords | null> {
    const row = await this.database.decide<Row>((sql) => statement(sql, application, userId));
    return row ? recordsOf(row) : null;
  }
}

function recordsOf(row: Row): AccountRecords {
  const { exportedAt, canonicalEmail, suspensionReason, credentialsVersion, keptSession, activatedNetwork } = row;
  const { unprovenRegistrations, formerAddresses, codes, notices, counts, passwordTries, feedback, events } = row;
  const account = {
    ...profileOf(row),
    canonicalEmail,
    emailVerifiedAt: row.email_verified_at?.toISOString() ?? null,
    phoneVerifiedAt: row.phone_verified_at?.toISOString() ?? null,
    suspendedAt: row.suspended_at?.toISOString() ?? null,
    suspensionReason,
    credentialsVersion,
    keptSession,
    activatedNetwork,
  };
  const lists = { unprovenRegistrations, formerAddresses, codes, notices, counts, passwordTries, feedback, events };
  return { exportedAt, account, ...lists };
}

/** RFC 3339 in UTC, as everywhere in the API. */
const utc = (sql: Sql, time: ReturnType<Sql>) =>
  sql`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const list = (sql: Sql, rows: ReturnType<Sql>) =>
  sql`coalesce((select jsonb_agg(to_jsonb(item)) from (${rows}) as item), '[]')`;

function statement(sql: Sql, application: string, userId: string) {
  const time = (column: string) => utc(sql, sql`${sql(column)}`);
  const records: ReturnType<Sql> = sql`
    select ${profileColumns(sql)}, ${utc(sql, sql`gatehouse.now()`)} as "exportedAt", email as "canonicalEmail",
      suspended_at, suspension_reason as "suspensionReason", credentials_version as "credentialsVersion",
      kept_session as "keptSession", activated_network as "activatedNetwork",
      ${list(
        sql,
        sql`select other.id, ${time('other.created_at')} as "createdAt" from gatehouse.users as other
          where other.application = ${application} and other.email = person.email
            and other.state in ('pending', 'superseded')
          order by other.created_at desc`,
      )} as "unprovenRegistrations",
      ${list(
        sql,
        sql`select change.id as "changeId", change.former_email_deliverable as email,
            change.former_email as "canonicalEmail", ${time('change.changed_at')} as "changedAt",
            ${time('change.undo_until')} as "undoUntil", ${time('change.undone_at')} as "undoneAt"
          from gatehouse.email_changes as change
          where change.application = ${application} and change.user_id = person.id
          order by change.changed_at desc`,
      )} as "formerAddresses",
      ${list(
        sql,
        sql`select code.id, code.purpose, code.channel, code.target, code.target_deliverable as "targetDeliverable",
            code.number, code.digits, code.life_seconds as "lifeSeconds", code.attempts,
            ${time('code.issued_at')} as "issuedAt", ${time('code.send_after')} as "sendAfter",
            ${time('code.dispatched_at')} as "dispatchedAt", ${time('code.accepted_at')} as "acceptedAt",
            ${time('code.expires_at')} as "expiresAt", ${time('code.consumed_at')} as "consumedAt",
            ${time('code.voided_at')} as "voidedAt", ${time('code.failed_at')} as "failedAt", code.failure
          from (
            select * from gatehouse.activation_codes
            where application = ${application} and user_id = person.id
            union
            select * from gatehouse.activation_codes
            where application = ${application} and target = person.email and purpose in ${purposesThat(sql, ({ holder }) => holder === 'address')}
          ) as code
          order by code.issued_at desc, code.number desc`,
      )} as codes,
      ${list(
        sql,
        sql`select notice.id, notice.kind, notice.recipient, ${time('notice.issued_at')} as "issuedAt",
            ${time('notice.accepted_at')} as "acceptedAt", ${time('notice.failed_at')} as "failedAt", notice.failure,
            notice.change_id as "changeId"
          from gatehouse.notices as notice
          where notice.application = ${application} and notice.user_id = person.id
          order by notice.issued_at desc`,
      )} as notices,
      ${list(
        sql,
        sql`select seen.bucket as what, seen.key as about,
            array(select ${utc(sql, sql`hit`)} from unnest(seen.hits) as hit) as times
          from keys cross join buckets join gatehouse.throttles as seen
            on seen.application = ${application} and seen.bucket = buckets.name and seen.key = keys.key
          order by seen.bucket, seen.key`,
      )} as counts,
      ${list(
        sql,
        sql`select tried.tries, ${time('tried.tried_at')} as "triedAt", ${time('tried.blocked_until')} as "blockedUntil"
          from keys join gatehouse.password_tries as tried
            on tried.application = ${application} and tried.email = keys.key
          order by tried.tried_at desc`,
      )} as "passwordTries",
      ${list(
        sql,
        sql`select given.id, given.ease, given.text, ${time('given.given_at')} as "givenAt"
          from gatehouse.feedback as given
          where given.application = ${application} and given.user_id = person.id`,
      )} as feedback,
      ${list(
        sql,
        sql`select event.id, event.type, ${time('event.occurred_at')} as "occurredAt", event.data
          from gatehouse.event_log as event
          where event.application = ${application} and event.subject = person.id
          order by event.position desc`,
      )} as events
    from person`;
  return sql`
    with recursive person as materialized (
      select * from gatehouse.users
      where application = ${application} and id = ${userId} and state in ('active', 'suspended')
    ),
    ${everyBucket(sql, application)},
    keys (key) as (
      -- What the person has proven, once or now; what was never proven may be another's.
      select email from person
      union select id::text from person
      union select phone from person where phone_verified_at is not null
      union select former_email from gatehouse.email_changes where application = ${application} and user_id = ${userId}
      union select target from gatehouse.activation_codes
        where application = ${application} and user_id = ${userId} and consumed_at is not null and target is not null
    )
    ${decided(sql, records)}`;
}
