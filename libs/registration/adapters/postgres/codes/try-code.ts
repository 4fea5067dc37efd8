import { commandRecord } from '@gatehouse/platform/events';
import type { Sql } from '@gatehouse/platform/postgres';
import type { CodeTry, Winner } from '../../../application/ports/codes.js';
import { isTexted, purposes } from '../../../domain/code/purposes.js';
import type { CodePolicy } from '../../../domain/policy.js';
import { profileColumns } from '../sql/profile-columns.js';
import { countProven } from '../sql/text-slot.js';
import { effectSql, unfinishedEvents } from './effects.js';

type Fragment = ReturnType<Sql>;

/**
 * Counts a try on every charged code and, where one of them was right, consumes it, applies what it does to its users,
 * voids other codes of theirs and writes the events: all or nothing. Answers one row with `counted`, and the profile's
 * columns if a code was right.
 *
 * The guards, in the order in which rows are locked: the users are as they were read, so of two proofs at once the later
 * one is decided again; no charged code was consumed, voided or used up meanwhile, and the winner still lives; the shared
 * tries still have room. If one fails, nothing is written. A winner locks every code that it will void before the shared
 * tries, in the same order as those who only try: otherwise the two could wait for each other.
 */
export const tryCodeStatement = (sql: Sql, attempt: CodeTry) =>
  attempt.winner ? winningTry(sql, attempt, attempt.winner) : wrongTry(sql, attempt);

function wrongTry(sql: Sql, attempt: CodeTry) {
  const { application, holder, charge } = attempt;
  const ids = charge.map(({ id }) => id);
  // The address of a code may have no account: a wrong try reads none.
  const holders = holder
    ? sql`
      select 1 from gatehouse.users
      where application = ${application} and id = ${holder.id} and version = ${holder.version} and state = 'active' for share`
    : sql`select 1`;
  return sql`
    with clock as materialized (select gatehouse.now() as now),
    holders as materialized (${holders}),
    ${lockedCodes(sql, attempt, sql`id = any(${ids}::uuid[]) and exists (select 1 from holders)`)},
    ${triesOf(sql, attempt)}
    select exists (select 1 from counted) as counted, null as id`;
}

function winningTry(sql: Sql, attempt: CodeTry, winner: Winner) {
  const { application, charge } = attempt;
  const { users, events, effect } = winner;
  const ids = charge.map(({ id }) => id);
  const { locks, sets, after, theirs, voids, profileOf } = effectSql(sql, attempt, winner);
  const record = commandRecord(
    sql,
    { application },
    {
      cause: 'applied',
      events: [...events, ...unfinishedEvents(effect)],
    },
  );
  return sql`
    with clock as materialized (select gatehouse.now() as now),
    holders as materialized (
      select id, version, email, email_deliverable from gatehouse.users
      where application = ${application} and ${locks}
      order by id
      for update
    ),
    as_read as materialized (
      select 1 where ${users.length} = (
        select count(*) from holders
        join unnest(${users.map(({ id }) => id)}::uuid[], ${users.map(({ version }) => version)}::int[])
          as was_read (id, version) using (id, version))
    ),
    concerned as materialized (
      select unnest(${ids}::uuid[]) as id
      union
      ${theirs}
    ),
    ${lockedCodes(sql, attempt, sql`id in (select id from concerned) and exists (select 1 from as_read)`)},
    ${triesOf(sql, attempt)},
    applied as (
      update gatehouse.users as proven set ${sets} version = proven.version + 1
      from clock, counted
      where proven.application = ${application} and proven.id = any(${users.map(({ id }) => id)}::uuid[])
        and counted.consumed_at is not null
      returning proven.*
    ),
    voided as (
      update gatehouse.activation_codes as code set voided_at = clock.now
      from clock, locked, applied
      where code.application = ${application} and code.id = locked.id and code.id <> all(${ids}::uuid[]) and ${voids}
      returning 1
    )
    ${after} ${isTexted(attempt.purpose) ? countProven(sql, application) : sql``} ${record.expressions}
    select exists (select 1 from counted) as counted, profile.*, (select ${record.wake} from applied limit 1) as woken
    from (select 1) as always left join (
      select ${profileColumns(sql)} from applied where id = ${profileOf}
    ) as profile on true`;
}

const lockedCodes = (sql: Sql, { application, winner }: CodeTry, which: Fragment) => sql`
    locked as materialized (
      select code.id, ${isUsable(sql, winner?.codeId ?? null)} as usable
      from gatehouse.activation_codes as code, clock
      where code.application = ${application} and code.${which}
        and code.consumed_at is null and code.voided_at is null
      order by code.id
      for update of code
    )`;

const triesOf = (sql: Sql, { application, purpose, target, charge, winner, policy }: CodeTry) =>
  countTries(sql, {
    application,
    bucket: purposes[purpose].triesBucket,
    key: target,
    charge,
    winnerCode: winner?.codeId ?? null,
    policy,
  });

interface TriesToCount {
  readonly application: string;
  /** Where the tries are kept that codes share, and of which address or phone. */
  readonly bucket: string;
  readonly key: string;
  readonly charge: CodeTry['charge'];
  /** The code that was right, if one was. */
  readonly winnerCode: string | null;
  readonly policy: CodePolicy;
}

/** Whether `code` still takes a try at `clock`; the winner must live as well. */
const isUsable = (sql: Sql, winnerCode: string | null) => sql`
      code.attempts < code.max_attempts and not (code.accepted_at is not null and code.expires_at <= now)
          and (code.id is distinct from ${winnerCode} or code.expires_at > now)`;

/**
 * Counts a try on every charged code, all or none: none where one of them is not among `locked` or not `usable`, or where
 * the tries that they share have no room left. The winner is consumed by it, the other charged codes are void.
 * After `clock` and `locked (id, usable)`; `counted` has the charged codes' `consumed_at` and targets.
 */
function countTries(sql: Sql, { application, bucket, key, charge, winnerCode, policy }: TriesToCount) {
  const ids = charge.map(({ id }) => id);
  const shared = charge.filter(({ sharesTries }) => sharesTries).length;
  return sql`
    complete as materialized (
      select count(*) = ${ids.length} as yes from locked where usable and id = any(${ids}::uuid[])
    ),
    budget as (
      insert into gatehouse.throttles as seen (application, bucket, key, hits)
      select ${application}, ${bucket}, ${key}, array_fill(now, array[${shared}::int])
      from clock, complete
      where ${shared} > 0 and complete.yes
      on conflict (application, bucket, key) do update set hits = gatehouse.hits_since(
          seen.hits, excluded.hits[1] - make_interval(secs => ${policy.windowSeconds})) || excluded.hits
        where cardinality(gatehouse.hits_since(
          seen.hits, excluded.hits[1] - make_interval(secs => ${policy.windowSeconds}))) + ${shared}
          <= ${policy.sharedTries}
      returning 1
    ),
    counted as (
      update gatehouse.activation_codes as code set
        attempts = code.attempts + 1,
        consumed_at = case when code.id = ${winnerCode} then clock.now end,
        voided_at = case when code.id <> ${winnerCode} then clock.now end
      from clock, complete
      where code.application = ${application} and code.id = any(${ids}::uuid[]) and complete.yes
        and (${shared} = 0 or exists (select 1 from budget))
      returning code.consumed_at, code.target, code.target_deliverable
    )`;
}
