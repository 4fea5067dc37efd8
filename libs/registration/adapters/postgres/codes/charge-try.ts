import { commandRecord } from '@gatehouse/platform/events';
import type { Sql } from '@gatehouse/platform/postgres';
import type { AddressKey, ChargedTry, Settlement } from '../../../application/ports/charged-tries.js';
import type { GuessingLimits } from '../../../domain/policy.js';

type NetworkKey = Pick<AddressKey, 'application' | 'network'>;
type NetworkLimits = Pick<GuessingLimits, 'perNetwork' | 'networkWindowSeconds'>;

const BUCKET = 'failures-by-network';
/** No request takes longer. What was charged before and not settled has failed, whatever became of the process. */
const LONGEST_REQUEST_SECONDS = 10;

/** What a network has failed at, as it was when the statement began: `full_network (opens_at)` has a row where that is too much. */
export const networkFailures = (sql: Sql, { application, network }: NetworkKey, limits: NetworkLimits) => sql`
  network as materialized (
    select gatehouse.hits_since(hits, now - make_interval(secs => ${limits.networkWindowSeconds})) as hits,
      cardinality(gatehouse.hits_since(under_way, now - make_interval(secs => ${LONGEST_REQUEST_SECONDS}))) as under_way
    from gatehouse.throttles, clock
    where application = ${application} and bucket = ${BUCKET} and key = ${network}
  ),
  full_network as materialized (
    select case when cardinality(hits) - under_way < ${limits.perNetwork} then now + interval '1 second'
      else hits[cardinality(hits) - ${limits.perNetwork} + 1] + make_interval(secs => ${limits.networkWindowSeconds}) end
      as opens_at
    from network, clock where cardinality(hits) >= ${limits.perNetwork}
  )`;

/**
 * Charges the network with a failure where `admitted`, another expression, has a row. The upsert's WHERE is the guard: it sees
 * what others have charged meanwhile.
 */
export const chargedNetwork = (
  sql: Sql,
  { application, network }: NetworkKey,
  limits: NetworkLimits,
  admitted: ReturnType<Sql>,
) => sql`
  charged as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits, under_way)
    select ${application}, ${BUCKET}, ${network}, array[now], array[now] from clock
    where ${network}::text is not null and exists (select 1 from ${admitted})
    on conflict (application, bucket, key) do update set
      hits = gatehouse.hits_since(
        seen.hits, excluded.hits[1] - make_interval(secs => ${limits.networkWindowSeconds})) || excluded.hits,
      under_way = gatehouse.hits_since(
        seen.under_way, excluded.hits[1] - make_interval(secs => ${LONGEST_REQUEST_SECONDS})) || excluded.hits
    where cardinality(gatehouse.hits_since(
      seen.hits, excluded.hits[1] - make_interval(secs => ${limits.networkWindowSeconds}))) < ${limits.perNetwork}
    returning 1
  )`;

/** A column of a select from `clock`: what tells this charge from others. */
export const chargedAt = (sql: Sql) => sql`(extract(epoch from clock.now) * 1000000)::bigint::text as charged_at`;

const momentOf = (sql: Sql, { at }: ChargedTry) =>
  sql`(timestamptz 'epoch' + ${at}::text::bigint * interval '1 microsecond')`;

/** The network's charge is settled where `cause`, another expression, was done; given back, or kept. */
export const settledNetwork = (
  sql: Sql,
  { application, network }: NetworkKey,
  charge: ChargedTry,
  kept: Settlement['network'],
  cause: ReturnType<Sql>,
) => sql`
  settled_network as (
    update gatehouse.throttles set under_way = gatehouse.without_hit(under_way, ${momentOf(sql, charge)})
      ${kept === 'keep' ? sql`` : sql`, hits = gatehouse.without_hit(hits, ${momentOf(sql, charge)})`}
    where application = ${application} and bucket = ${BUCKET} and key = ${network} and ${cause}
    returning 1
  )`;

/** Settles a try, and writes the fact of a failure. Rows are locked in the order in which they are charged. */
export function settleStatement(
  sql: Sql,
  key: AddressKey,
  charge: ChargedTry,
  { password, network, event }: Settlement,
) {
  const { application } = key;
  const record = commandRecord(sql, { application }, { cause: 'settled', events: event ? [event] : [] });
  return sql`
  with settled_password as (${settledPassword(sql, key, charge, password)}),
  ${settledNetwork(sql, key, charge, network, sql`(select count(*) from settled_password) >= 0`)},
  settled as (select 1)
  ${record.expressions}
  select ${event ? record.wake : sql`null`} as woken from settled`;
}

export function settledPassword(
  sql: Sql,
  { application, email, network }: AddressKey,
  charge: ChargedTry,
  kept: Settlement['password'],
  cause = sql`true`,
) {
  const ofAccount = sql`application = ${application} and email = ${email} and network = ${network ?? ''}`;
  switch (kept) {
    case 'forget':
      return sql`delete from gatehouse.password_tries where ${ofAccount} and ${cause} returning 1`;
    case 'give-back':
      // A try was let in when no delay ran; what runs now was begun by this try, unless another came later.
      return sql`
        update gatehouse.password_tries set tries = greatest(tries - 1, 0),
          blocked_until = case when tried_at = ${momentOf(sql, charge)} then null else blocked_until end
        where ${ofAccount} and ${cause} returning 1`;
    default:
      return sql`select 1`;
  }
}
