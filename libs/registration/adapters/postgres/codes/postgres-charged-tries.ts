import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import type { Database, Sql } from '@gatehouse/platform/postgres';
import type {
  AddressKey,
  ChargedSituation,
  ChargedTries,
  ChargedTry,
  NetworkCharge,
  Settlement,
} from '../../../application/ports/charged-tries.js';
import type { CodePolicy, GuessingLimits } from '../../../domain/policy.js';
import type { RegistrationProof } from '../../../domain/user/prove-registration.js';
import { type AddressSituationRow, addressSituation, readAddressSituation } from './read-code.js';

export class PostgresChargedTries implements ChargedTries {
  constructor(private readonly database: Database) {}

  async chargePassword(
    key: AddressKey,
    limits: GuessingLimits,
    policy: CodePolicy,
    proof: RegistrationProof = 'email',
  ): Promise<ChargedSituation> {
    const network = key.network ?? '';
    const row = await this.database.one<
      AddressSituationRow & { blocked_until: Date | null; admitted: boolean; charged_at: string }
    >(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        ${networkFailures(sql, key, limits)},
        counted as (
          insert into gatehouse.password_tries as seen (application, email, network, tries, tried_at)
          select ${key.application}, ${key.email}, ${network}, 1, now from clock
          where not exists (select 1 from full_network)
          on conflict (application, email, network) do update set
            tries = case when seen.tried_at < excluded.tried_at - interval '1 day' then 1 else seen.tries + 1 end,
            tried_at = excluded.tried_at,
            blocked_until = case
              when seen.tries >= ${limits.freeTries} and seen.tried_at >= excluded.tried_at - interval '1 day'
              then excluded.tried_at + make_interval(
                secs => least(${limits.firstDelaySeconds} * power(2, least(seen.tries - ${limits.freeTries}, 20)),
                  ${limits.longestDelaySeconds})) end
          where seen.blocked_until is null or seen.blocked_until <= excluded.tried_at
          returning 1
        ),
        ${chargedNetwork(sql, key, limits, sql`counted`)}
        select ${addressSituation(sql, key, policy, proof)}, ${chargedAt(sql)},
          exists (select 1 from counted) and (${key.network}::text is null or exists (select 1 from charged)) as admitted,
          coalesce((select opens_at from full_network), (select blocked_until from gatehouse.password_tries
            where application = ${key.application} and email = ${key.email} and network = ${network})) as blocked_until
        from clock`,
    );
    if (row.admitted) return { admitted: true, ...readAddressSituation(row), charge: { at: row.charged_at } };
    return { admitted: false, retryAfterSeconds: secondsUntil(row.blocked_until, row.now) };
  }

  async situationAgain(key: AddressKey, policy: CodePolicy, proof: RegistrationProof = 'email') {
    const row = await this.database.one<AddressSituationRow>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now)
        select ${addressSituation(sql, key, policy, proof)} from clock`,
    );
    return readAddressSituation(row);
  }

  async chargeNetwork(
    key: Pick<AddressKey, 'application' | 'network'>,
    limits: GuessingLimits,
  ): Promise<NetworkCharge> {
    const row = await this.database.one<{
      now: Date;
      charged_at: string;
      admitted: boolean;
      opens_at: Date | null;
    }>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        ${networkFailures(sql, key, limits)},
        ${chargedNetwork(sql, key, limits, sql`clock where not exists (select 1 from full_network)`)}
        select clock.now, ${chargedAt(sql)}, (select opens_at from full_network) as opens_at,
          ${key.network}::text is null or exists (select 1 from charged) as admitted
        from clock`,
    );
    if (row.admitted) return { admitted: true, charge: { at: row.charged_at } };
    return { admitted: false, retryAfterSeconds: secondsUntil(row.opens_at, row.now) };
  }

  async settle(key: AddressKey, charge: ChargedTry, settlement: Settlement): Promise<void> {
    await this.database.query((sql) => settleStatement(sql, key, charge, settlement));
  }
}

/** At least one: a caller that lost a race may retry at once. */
const secondsUntil = (opensAt: Date | null, now: Date): number =>
  opensAt === null ? 1 : Math.max(1, Math.ceil((opensAt.getTime() - now.getTime()) / 1000));

type NetworkKey = Pick<AddressKey, 'application' | 'network'>;
type NetworkLimits = Pick<GuessingLimits, 'perNetwork' | 'networkWindowSeconds'>;

const BUCKET = 'failures-by-network';
/** No request takes longer. What was charged before and not settled has failed, whatever became of the process. */
const LONGEST_REQUEST_SECONDS = 10;

/** What a network has failed at, as it was when the statement began: `full_network (opens_at)` has a row where that is too much. */
const networkFailures = (sql: Sql, { application, network }: NetworkKey, limits: NetworkLimits) => sql`
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
const chargedNetwork = (
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

/** A column of a select from `clock`: what distinguishes this charge from others. */
const chargedAt = (sql: Sql) => sql`(extract(epoch from clock.now) * 1000000)::bigint::text as charged_at`;

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

/**
 * Settles a try, and writes the fact of a failure. The account whose address it was is locked first, as everybody locks them; then
 * rows in the order in which they are charged. Where the account is gone by then, its event no longer names the network.
 */
function settleStatement(sql: Sql, key: AddressKey, charge: ChargedTry, { password, network, event }: Settlement) {
  const { application } = key;
  if (!event) {
    return sql`
      with ${settlement(sql, key, charge, { password, network }, sql`true`)}
      select null as woken`;
  }
  const { userId } = event.data;
  const record = commandRecord(
    sql,
    { application },
    {
      cause: 'failed',
      events: [eventsOfRows('failed', { ...event, awaits: ['network'] }, { data: { network: 'network' } })],
    },
  );
  return sql`
    with account as materialized (
      select from gatehouse.users where application = ${application} and id = ${userId}::text::uuid and state <> 'erased'
      for key share
    ),
    failed as materialized (
      select case when ${userId}::text is null or exists (select from account) then ${event.data.network}::text end as network
    ),
    ${settlement(sql, key, charge, { password, network }, sql`(select count(*) from failed) = 1`)}
    ${record.expressions}
    select ${record.wake} as woken`;
}

const settlement = (
  sql: Sql,
  key: AddressKey,
  charge: ChargedTry,
  { password, network }: Settlement,
  cause: ReturnType<Sql>,
) => sql`
  settled_password as (${settledPassword(sql, key, charge, password, cause)}),
  ${settledNetwork(sql, key, charge, network, sql`(select count(*) from settled_password) >= 0 and ${cause}`)}`;

export function settledPassword(
  sql: Sql,
  { application, email, network }: AddressKey,
  charge: ChargedTry,
  kept: Settlement['password'],
  cause: ReturnType<Sql>,
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
