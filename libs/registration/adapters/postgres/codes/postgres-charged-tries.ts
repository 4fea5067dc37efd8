import type { Database } from '@gatehouse/platform/postgres';
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
import { chargedAt, chargedNetwork, networkFailures, settleStatement } from './charge-try.js';
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

/** At least one: a caller that lost a race may come again at once. */
const secondsUntil = (opensAt: Date | null, now: Date): number =>
  opensAt === null ? 1 : Math.max(1, Math.ceil((opensAt.getTime() - now.getTime()) / 1000));
