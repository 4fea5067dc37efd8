import { commandRecord } from '@gatehouse/platform/events';
import type { Sql } from '@gatehouse/platform/postgres';
import type { CodeTry, Winner } from '../../../application/ports/codes.js';
import { purposes } from '../../../domain/code/purposes.js';
import { countTries, isUsable } from '../sql/count-tries.js';
import { profileColumns } from '../sql/profile-columns.js';
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
  // A code of an address may be nobody's: a wrong try at one looks at no account.
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
    ${after} ${record.expressions}
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
