import type { Sql } from '@gatehouse/platform/postgres';
import type { HashDecoy } from '../../../application/ports/foreign-hashes.js';
import type { ActivationSituation, AddressKey, RegistrationCode } from '../../../application/ports/registrations.js';
import { purposes } from '../../../domain/code/purposes.js';
import type { CodePolicy } from '../../../domain/policy.js';
import { PURPOSES, type RegistrationProof } from '../../../domain/user/prove-registration.js';
import type { AddressOwner, PendingCandidate } from '../../../domain/user/user.js';

type Written<T> = { readonly [K in keyof T]: T[K] extends Date | null ? string | null : T[K] };

export interface SituationRow {
  readonly now: Date;
  readonly owner: AddressOwner | null;
  readonly unproven: PendingCandidate[] | null;
  readonly codes: Written<RegistrationCode>[] | null;
  readonly decoys: HashDecoy[] | null;
}

/**
 * Who stands behind an address and which codes are out: columns of a select from `clock`. A phone's codes live on when
 * their registration is superseded: whoever holds the phone must not see that the address has found its owner.
 */
export const situationColumns = (
  sql: Sql,
  { application, email }: AddressKey,
  policy: CodePolicy,
  proof: RegistrationProof,
) => sql`
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
  (select jsonb_agg(jsonb_build_object('id', code.id, 'purpose', code.purpose, 'userId', code.user_id, 'keyId', code.key_id,
        'digits', code.digits, 'attempts', code.attempts, 'maxAttempts', code.max_attempts,
        'dispatchedAt', code.dispatched_at, 'acceptedAt', code.accepted_at, 'expiresAt', code.expires_at,
        'target', code.target,
        'wrongTries', coalesce(cardinality(gatehouse.hits_since(
          tries.hits, clock.now - make_interval(secs => ${policy.windowSeconds}))), 0))
      order by code.issued_at desc, code.number desc)
    from gatehouse.users as holder
    join gatehouse.activation_codes as code on code.application = holder.application and code.user_id = holder.id
    left join gatehouse.throttles as tries on tries.application = holder.application
      and tries.bucket = ${purposes[PURPOSES[proof]].triesBucket} and tries.key = coalesce(code.target, holder.email)
    where holder.application = ${application} and holder.email = ${email}
      and holder.state in ${proof === 'phone' ? sql`('pending', 'superseded')` : sql`('pending')`}
      and code.purpose = ${PURPOSES[proof]} and code.consumed_at is null and code.voided_at is null
      and code.dispatched_at is not null) as codes,
  (select jsonb_agg(jsonb_build_object('kind', kind, 'work', work, 'hash', hash) order by kind)
    from gatehouse.foreign_hash_decoys where application = ${application}) as decoys`;

export const readSituation = (row: SituationRow): Extract<ActivationSituation, { admitted: true }> => ({
  admitted: true,
  now: row.now,
  owner: row.owner,
  unproven: row.unproven ?? [],
  decoys: row.decoys ?? [],
  codes: (row.codes ?? []).map((code) => ({
    ...code,
    dispatchedAt: date(code.dispatchedAt),
    acceptedAt: date(code.acceptedAt),
    expiresAt: date(code.expiresAt),
  })),
});

const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
