import { eventRows, wakeRelay } from '@gatehouse/platform/events';
import type { Sql } from '@gatehouse/platform/postgres';
import type { CodeTry } from '../../../application/ports/registrations.js';
import { purposes } from '../../../domain/code/purposes.js';
import { PURPOSES } from '../../../domain/user/prove-registration.js';
import { countTries, isUsable } from '../sql/count-tries.js';
import { profileColumns } from '../sql/profile-columns.js';
import { settledNetwork, settledPassword } from './charged-tries.js';

/**
 * Counts a try on every charged code and, where one of them was right, consumes it and writes what it proves. Where
 * nothing is missing then, a registration becomes active and all others of the address are void. All or nothing, with
 * the events. Answers one row with `counted`, and the profile's columns if a code was right.
 *
 * The guards, in the order in which rows are locked: the registrations that the proof counts for are as they were read,
 * so of two proofs at once the later one is decided again (with all registrations of the address, by id, so that two
 * winners cannot wait for each other); no charged code was consumed, voided or used up meanwhile, and the winner's
 * still lives; the shared tries still have room. If one fails, nothing is written. A winner locks every code that it
 * will void before the shared tries, in the same order as those who only try: otherwise the two could wait for each
 * other. That nobody owns the address is the unique index's to say.
 */
export function tryCodeStatement(
  sql: Sql,
  { key, charged, proof, target, charge, winner, policy }: CodeTry,
  nextId: () => string,
) {
  const { application, email } = key;
  const purpose = PURPOSES[proof];
  const ids = charge.map(({ id }) => id);
  const proven = winner?.proven ?? [];
  const activates = winner?.activates ?? null;
  const winnerCode = winner?.codeId ?? null;
  const activatedEvent = { id: nextId(), subject: activates ?? NOBODY, type: 'user.activated.v1', data: {} };
  return sql`
    with clock as materialized (select gatehouse.now() as now),
    contenders as materialized (
      select id, version from gatehouse.users
      where application = ${application} and email = ${email} and state in ('pending', 'superseded')
        and ${winnerCode}::uuid is not null
      order by id
      for update
    ),
    winner as materialized (
      select 1 where ${proven.length} = (
        select count(*) from contenders
        join unnest(${proven.map(({ id }) => id)}::uuid[], ${proven.map(({ version }) => version)}::int[])
          as was_read (id, version) using (id, version))
    ),
    concerned as materialized (
      select unnest(${ids}::uuid[]) as id
      union
      select code.id from winner, contenders join gatehouse.activation_codes as code
        on code.application = ${application} and code.user_id = contenders.id
    ),
    locked as materialized (
      select code.id, ${isUsable(sql, winnerCode)} as usable
      from gatehouse.activation_codes as code, clock
      where code.application = ${application} and code.id in (select id from concerned)
        and code.consumed_at is null and code.voided_at is null
        and (${winnerCode}::uuid is null or exists (select 1 from winner))
      order by code.id
      for update of code
    ),
    ${countTries(sql, {
      application,
      bucket: purposes[purpose].triesBucket,
      key: target ?? email,
      charge,
      winnerCode,
      policy,
    })},
    proven as (
      update gatehouse.users as mine set
        ${proof === 'email' ? sql`email_verified_at = clock.now,` : sql`phone_verified_at = clock.now,`}
        state = case when mine.id = ${activates} then 'active' else mine.state end,
        activated_at = case when mine.id = ${activates} then clock.now end,
        activated_network = case when mine.id = ${activates} then ${key.network} end,
        version = mine.version + 1
      from clock
      where mine.application = ${application} and mine.id = any(${proven.map(({ id }) => id)}::uuid[])
        and exists (select 1 from counted where consumed_at is not null)
      returning mine.*
    ),
    activated as (select * from proven where state = 'active'),
    superseded as (
      update gatehouse.users as other set state = 'superseded', version = other.version + 1
      from activated
      where other.application = ${application} and other.email = ${email} and other.state = 'pending'
        and other.id <> activated.id
      returning other.id
    ),
    voided as (
      update gatehouse.activation_codes as code set voided_at = clock.now
      from clock, (
        select id, null as purpose from activated
        union all select id, 'activation' from superseded
        union all select id, ${purpose} from proven where state <> 'active'
      ) as holder
      where code.application = ${application} and code.user_id = holder.id
        and (holder.purpose is null or code.purpose = holder.purpose)
        and code.consumed_at is null and code.voided_at is null and code.id <> all(${ids}::uuid[])
      returning 1
    ),
    -- The password of a registration that becomes the account is the owner's from now on.
    forgotten as (${settledPassword(sql, key, charged, 'forget', sql`exists (select 1 from activated)`)}),
    given_back as (${settledPassword(
      sql,
      key,
      charged,
      'give-back',
      sql`exists (
      select 1 from proven where not exists (select 1 from activated))`,
    )}),
    ${settledNetwork(
      sql,
      key,
      charged,
      'give-back',
      sql`exists (select 1 from proven) and (select count(*) from forgotten) + (select count(*) from given_back) >= 0`,
    )},
    events as (
      insert into gatehouse.event_log (application, id, subject, type, data)
      select ${application}, gen_random_uuid(), id, ${`user.${proof}-verified.v1`}, jsonb_build_object('userId', id)
      from proven where state = 'pending' or ${proof === 'phone'} and state = 'active'
      union all
      select event.application, event.id, event.subject, event.type, jsonb_build_object(
        'userId', activated.id, 'email', activated.email_deliverable, 'locale', activated.locale)
      from (${eventRows(sql, application, [activatedEvent])}) as event, activated
      union all
      select ${application}, gen_random_uuid(), superseded.id, 'registration.superseded.v1',
        jsonb_build_object('userId', superseded.id, 'supersededBy', activated.id)
      from superseded, activated
      returning 1
    )
    select exists (select 1 from counted) as counted, profile.*,
      (select ${wakeRelay(sql)}::text from proven limit 1) as woken
    from (select 1) as always left join (
      select ${profileColumns(sql)} from proven where id = ${activates ?? winner?.userId ?? null}::uuid
    ) as profile on true`;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
