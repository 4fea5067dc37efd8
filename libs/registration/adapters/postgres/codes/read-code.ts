import type { Sql } from '@gatehouse/platform/postgres';
import type { AddressKey, AddressSituation, RegistrationCode } from '../../../application/ports/charged-tries.js';
import type { CodeSituation, Holder, HolderKey, TargetedCode } from '../../../application/ports/codes.js';
import type { HashDecoy } from '../../../application/ports/password-hasher.js';
import type { SentCode } from '../../../domain/code/code.js';
import { type CodePurpose, purposes } from '../../../domain/code/purposes.js';
import type { CodePolicy } from '../../../domain/policy.js';
import { PURPOSE_OF_PROOF, type RegistrationProof } from '../../../domain/user/prove-registration.js';
import type { AddressOwner, PendingCandidate } from '../../../domain/user/user.js';
import { purposeText, statesText } from '../sql/purposes.js';

type Fragment = ReturnType<Sql>;
type Written<T> = { readonly [K in keyof T]: T[K] extends Date | null ? string | null : T[K] };

export interface CodeSituationRow {
  readonly now: Date;
  readonly holder: Holder | null;
  readonly codes: Written<TargetedCode>[] | null;
  readonly used: Written<TargetedCode>[] | null;
}

export interface AddressSituationRow {
  readonly now: Date;
  readonly owner: AddressOwner | null;
  readonly unproven: PendingCandidate[] | null;
  readonly codes: Written<RegistrationCode>[] | null;
  readonly decoys: HashDecoy[] | null;
}

/**
 * One row: an account and its codes of one purpose. By an address, the codes are those of the address, whether or not it
 * is anybody's.
 */
export const codeSituation = (sql: Sql, key: HolderKey, purpose: CodePurpose, policy: CodePolicy) => sql`
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
    where code.purpose = ${purposeText(sql, purpose)} and code.voided_at is null and code.dispatched_at is not null
  )
  select clock.now,
    (select jsonb_build_object('id', id, 'version', version, 'state', state, 'email', email, 'phone', phone,
        'phoneVerified', phone_verified_at is not null, 'name', name, 'surname', surname,
        'passwordHash', password_hash, 'credentialsVersion', credentials_version) from holder) as holder,
    (select ${listOfCodes(sql, policy)} from sent as code ${sharedTries(sql, purpose, sql`code.target`)}
      where code.consumed_at is null) as codes,
    (select ${listOfCodes(sql, policy)} from sent as code ${sharedTries(sql, purpose, sql`code.target`)}
      where code.consumed_at is not null and code.expires_at > clock.now) as used
  from clock`;

/**
 * Who stands behind an address and which codes are out: columns of a select from `clock`. A phone's codes live on when
 * their registration is superseded: the holder of the phone must not see that the address has found its owner.
 */
export function addressSituation(
  sql: Sql,
  { application, email }: AddressKey,
  policy: CodePolicy,
  proof: RegistrationProof,
) {
  const purpose = PURPOSE_OF_PROOF[proof];
  const states = purposes[purpose].admits.filter((state) => state !== 'active');
  return sql`
  clock.now,
  (select jsonb_build_object('id', id, 'state', state, 'passwordHash', password_hash,
      'credentialsVersion', credentials_version)
    from gatehouse.users
    where application = ${application} and email = ${email} and state in ('active', 'suspended')) as owner,
  (select jsonb_agg(jsonb_build_object('id', id, 'state', state, 'version', version, 'passwordHash', password_hash,
        'emailVerified', email_verified_at is not null, 'phone', phone, 'phoneRequired', phone_required,
        'phoneVerified', phone_verified_at is not null)
      order by created_at desc, id desc)
    from gatehouse.users
    where application = ${application} and email = ${email} and state in ('pending', 'superseded')) as unproven,
  (select ${listOfCodes(sql, policy)}
    from gatehouse.users as holder
    join gatehouse.activation_codes as code on code.application = holder.application and code.user_id = holder.id
    ${sharedTries(sql, purpose, sql`coalesce(code.target, holder.email)`)}
    where holder.application = ${application} and holder.email = ${email} and holder.state in ${statesText(sql, states)}
      and code.purpose = ${purpose} and code.consumed_at is null and code.voided_at is null
      and code.dispatched_at is not null) as codes,
  (select jsonb_agg(jsonb_build_object('kind', kind, 'work', work, 'hash', hash) order by kind)
    from gatehouse.foreign_hash_decoys where application = ${application}) as decoys`;
}

/** The tries that a code shares with the others of its target: `tries`, beside `code`. */
const sharedTries = (sql: Sql, purpose: CodePurpose, target: Fragment) => sql`
    left join gatehouse.throttles as tries on tries.application = code.application
      and tries.bucket = ${purposes[purpose].triesBucket} and tries.key = ${target}`;

const listOfCodes = (sql: Sql, policy: CodePolicy) => sql`
    jsonb_agg(jsonb_build_object('id', code.id, 'purpose', code.purpose, 'userId', code.user_id, 'keyId', code.key_id,
        'digits', code.digits, 'attempts', code.attempts, 'maxAttempts', code.max_attempts,
        'dispatchedAt', code.dispatched_at, 'acceptedAt', code.accepted_at, 'expiresAt', code.expires_at,
        'target', code.target, 'targetDeliverable', code.target_deliverable,
        'wrongTries', coalesce(cardinality(gatehouse.hits_since(
          tries.hits, clock.now - make_interval(secs => ${policy.windowSeconds}))), 0))
      order by code.issued_at desc, code.number desc)`;

export const readCodeSituation = (row: CodeSituationRow): CodeSituation => ({
  now: row.now,
  holder: row.holder,
  codes: (row.codes ?? []).map(readCode),
  used: (row.used ?? []).map(readCode),
});

export const readAddressSituation = (row: AddressSituationRow): AddressSituation => ({
  now: row.now,
  owner: row.owner,
  unproven: row.unproven ?? [],
  decoys: row.decoys ?? [],
  codes: (row.codes ?? []).map(readCode),
});

const readCode = <Given extends Pick<SentCode, 'userId' | 'target'>>(
  code: Written<Omit<SentCode, 'userId' | 'target'>> & Given,
) => ({
  ...code,
  dispatchedAt: date(code.dispatchedAt),
  acceptedAt: date(code.acceptedAt),
  expiresAt: date(code.expiresAt),
});

const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
