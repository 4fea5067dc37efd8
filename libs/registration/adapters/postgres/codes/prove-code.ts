import { eventRows, wakeRelay } from '@gatehouse/platform/events';
import type { Sql } from '@gatehouse/platform/postgres';
import type { ProofEffect, ProofTry } from '../../../application/ports/proof-codes.js';
import { purposes } from '../../../domain/code/purposes.js';
import { countTries, isUsable } from '../sql/count-tries.js';
import { profileColumns } from '../sql/profile-columns.js';
import { purposeText } from '../sql/purposes.js';
import { writeNotice } from '../sql/write-notice.js';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Counts a try on every charged code and, where one of them was right, consumes it, applies its effect to the
 * account, voids the account's other codes of this purpose and writes the events: all or nothing. Answers one row with
 * `counted`, and the profile's columns if the code was right.
 *
 * The guards, in the order in which rows are locked: the account is as read; no charged code was consumed, voided or
 * used up meanwhile, and the winner still lives; the shared tries still have room. If one fails, nothing is written.
 * A code of an address may be nobody's: a wrong try at one looks at no account.
 */
export function proveCodeStatement(sql: Sql, attempt: ProofTry) {
  const { application, purpose, holder, charge, target, winner, policy } = attempt;
  const ids = charge.map(({ id }) => id);
  const winnerCode = winner?.codeId ?? null;
  const holderId = holder?.id ?? NOBODY;
  const events = (winner?.events ?? []).map((event) => ({ ...event, subject: holderId }));
  return sql`
    with clock as materialized (select gatehouse.now() as now),
    holder as materialized (${
      holder
        ? sql`
      select id, email, email_deliverable from gatehouse.users
      where application = ${application} and id = ${holder.id} and state = ${holder.state}
        and version = ${holder.version}
      ${winner ? sql`for update` : sql`for share`}`
        : sql`select 1`
    }),
    locked as materialized (
      select code.id, ${isUsable(sql, winnerCode)} as usable
      from gatehouse.activation_codes as code, clock
      where code.application = ${application} and ${
        purposes[purpose].holder === 'address'
          ? sql`code.target = ${target} and code.purpose = ${purposeText(sql, purpose)}`
          : sql`code.user_id = ${holderId} and code.purpose = ${purpose}`
      }
        and (${winnerCode}::uuid is not null or code.id = any(${ids}::uuid[]))
        and code.consumed_at is null and code.voided_at is null and exists (select 1 from holder)
      order by code.id
      for update of code
    ),
    ${countTries(sql, { application, bucket: purposes[purpose].triesBucket, key: target, charge, winnerCode, policy })},
    applied as (
      update gatehouse.users as proven set ${effectOf(sql, winner?.effect ?? null)} version = proven.version + 1
      from clock, counted
      where proven.application = ${application} and proven.id = ${holderId} and counted.consumed_at is not null
      returning proven.*
    ),
    voided as (
      update gatehouse.activation_codes as code set voided_at = clock.now
      from clock, locked, applied
      where code.application = ${application} and code.id = locked.id and code.id <> all(${ids}::uuid[])
      returning 1
    ),
    ${winner?.effect.kind === 'email-changed' ? sql`${writeChange(sql, application, winner.effect)},` : sql``}
    ${winner?.notice ? sql`${writeNotice(sql, application, winner.notice, sql`applied, holder`)},` : sql``}
    events as (
      insert into gatehouse.event_log (application, id, subject, type, data)
      select event.application, event.id, event.subject, event.type, event.data
      from (${eventRows(sql, application, events)}) as event, applied
      returning 1
    )
    select exists (select 1 from counted) as counted, profile.*,
      (select ${wakeRelay(sql)}::text from applied) as woken
    from (select 1) as always left join (select ${profileColumns(sql)} from applied) as profile on true`;
}

function effectOf(sql: Sql, effect: ProofEffect | null) {
  switch (effect?.kind) {
    case 'phone-verified':
      return sql`phone = counted.target, phone_verified_at = clock.now,`;
    case 'email-changed':
      return sql`email = counted.target, email_deliverable = counted.target_deliverable, email_verified_at = clock.now,`;
    case 'password-replaced':
      return sql`password_hash = ${effect.passwordHash}, kept_session = null,
        credentials_version = proven.credentials_version + 1,`;
    default:
      return sql``;
  }
}

const writeChange = (
  sql: Sql,
  application: string,
  { changeId, undoSeconds }: Extract<ProofEffect, { kind: 'email-changed' }>,
) => sql`
  changes as (
    insert into gatehouse.email_changes (application, id, user_id, former_email, former_email_deliverable,
      account_version, changed_at, undo_until)
    select ${application}, ${changeId}, applied.id, holder.email, holder.email_deliverable,
      applied.version, clock.now, clock.now + make_interval(secs => ${undoSeconds})
    from applied, holder, clock
    returning 1
  )`;
