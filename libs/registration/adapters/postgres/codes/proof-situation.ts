import type { Sql } from '@gatehouse/platform/postgres';
import type { HolderKey, ProofCode, ProofHolder, ProofSituation } from '../../../application/ports/proof-codes.js';
import { type CodePurpose, purposes } from '../../../domain/code/purposes.js';
import type { CodePolicy } from '../../../domain/policy.js';
import { purposeText } from '../sql/purposes.js';

type Written<T> = { readonly [K in keyof T]: T[K] extends Date | null ? string | null : T[K] };

export interface ProofSituationRow {
  readonly now: Date;
  readonly holder: ProofHolder | null;
  readonly codes: Written<ProofCode>[] | null;
  readonly used: Written<ProofCode>[] | null;
  readonly wrong_tries: number;
}

/**
 * One row: an account, its open codes of one purpose, and the tries that they share. By an address, the codes are those
 * of the address, whether or not it is anybody's.
 */
export const proofSituationQuery = (sql: Sql, key: HolderKey, purpose: CodePurpose, policy: CodePolicy) => sql`
  with clock as materialized (select gatehouse.now() as now),
  holder as materialized (
    select * from gatehouse.users
    where application = ${key.application} and ${
      'userId' in key
        ? sql`id = ${key.userId} and state in ('pending', 'active', 'suspended')`
        : sql`email = ${key.email} and state in ('active', 'suspended')`
    }
  ),
  sent as materialized (
    select code.* from ${
      'userId' in key
        ? sql`holder join gatehouse.activation_codes as code
            on code.application = holder.application and code.user_id = holder.id
              and coalesce(code.credentials_version, holder.credentials_version) = holder.credentials_version`
        : sql`clock join gatehouse.activation_codes as code
            on code.application = ${key.application} and code.target = ${key.email}
              and code.issued_at > clock.now - interval '2 days'`
    }
    where code.purpose = ${purposeText(sql, purpose)}
      and code.voided_at is null and code.dispatched_at is not null
  ),
  open as materialized (select * from sent where consumed_at is null),
  used as materialized (select sent.* from sent, clock where consumed_at is not null and expires_at > clock.now)
  select clock.now,
    (select jsonb_build_object('id', id, 'version', version, 'state', state, 'email', email,
        'emailDeliverable', email_deliverable, 'emailVerified', email_verified_at is not null,
        'phone', phone, 'phoneVerified', phone_verified_at is not null, 'name', name, 'surname', surname,
        'locale', locale, 'passwordHash', password_hash, 'credentialsVersion', credentials_version) from holder) as holder,
    ${codesOf(sql, sql`open`)} as codes, ${codesOf(sql, sql`used`)} as used,
    coalesce((select cardinality(gatehouse.hits_since(hits, clock.now - make_interval(secs => ${policy.windowSeconds})))
      from gatehouse.throttles
      where application = ${key.application} and bucket = ${purposes[purpose].triesBucket}
        and key = (select target from open limit 1)), 0) as wrong_tries
  from clock`;

const codesOf = (sql: Sql, source: ReturnType<Sql>) => sql`
    (select jsonb_agg(jsonb_build_object('id', id, 'purpose', purpose, 'userId', user_id, 'keyId', key_id, 'digits', digits,
          'attempts', attempts, 'maxAttempts', max_attempts, 'dispatchedAt', dispatched_at,
          'acceptedAt', accepted_at, 'expiresAt', expires_at, 'target', target,
          'targetDeliverable', target_deliverable)
        order by issued_at desc, number desc) from ${source})`;

export const readProofSituation = (row: ProofSituationRow): ProofSituation => ({
  now: row.now,
  holder: row.holder,
  codes: (row.codes ?? []).map(readCode),
  used: (row.used ?? []).map(readCode),
  wrongTries: row.wrong_tries,
});

const readCode = (code: Written<ProofCode>): ProofCode => ({
  ...code,
  dispatchedAt: date(code.dispatchedAt),
  acceptedAt: date(code.acceptedAt),
  expiresAt: date(code.expiresAt),
});

const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
