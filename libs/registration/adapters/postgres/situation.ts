import type { Sql } from '@gatehouse/platform/postgres';
import type { ActivationSituation, AddressKey } from '../../application/ports/registrations.js';
import type { ActivationCode } from '../../domain/activation-code/activation-code.js';
import type { CodePolicy } from '../../domain/policy.js';
import type { AddressOwner, PendingCandidate } from '../../domain/user/user.js';

type Written<T> = { readonly [K in keyof T]: T[K] extends Date | null ? string | null : T[K] };

export interface SituationRow {
  readonly now: Date;
  readonly owner: AddressOwner | null;
  readonly unproven: PendingCandidate[] | null;
  readonly codes: Written<ActivationCode>[] | null;
  readonly wrong_tries: number;
}

/** Who stands behind an address and which codes are out: columns of a select from `clock`. */
export const situationColumns = (sql: Sql, { application, email }: AddressKey, policy: CodePolicy) => sql`
  clock.now,
  (select jsonb_build_object('id', id, 'state', state, 'passwordHash', password_hash,
      'credentialsVersion', credentials_version)
    from gatehouse.users
    where application = ${application} and email = ${email} and state in ('active', 'suspended')) as owner,
  (select jsonb_agg(jsonb_build_object('id', id, 'state', state, 'version', version, 'passwordHash', password_hash)
      order by created_at desc)
    from gatehouse.users
    where application = ${application} and email = ${email} and state in ('pending', 'superseded')) as unproven,
  (select jsonb_agg(jsonb_build_object('id', code.id, 'userId', code.user_id, 'keyId', code.key_id,
        'digits', code.digits, 'attempts', code.attempts, 'maxAttempts', code.max_attempts,
        'dispatchedAt', code.dispatched_at, 'acceptedAt', code.accepted_at, 'expiresAt', code.expires_at)
      order by code.issued_at desc)
    from gatehouse.users as holder
    join gatehouse.activation_codes as code on code.application = holder.application and code.user_id = holder.id
    where holder.application = ${application} and holder.email = ${email} and holder.state = 'pending'
      and code.purpose = 'activation' and code.consumed_at is null and code.voided_at is null and code.dispatched_at is not null) as codes,
  coalesce((select cardinality(gatehouse.hits_since(hits, clock.now - make_interval(secs => ${policy.windowSeconds})))
    from gatehouse.throttles
    where application = ${application} and bucket = 'short-code-tries' and key = ${email}), 0) as wrong_tries`;

export const readSituation = (row: SituationRow): Extract<ActivationSituation, { admitted: true }> => ({
  admitted: true,
  now: row.now,
  owner: row.owner,
  unproven: row.unproven ?? [],
  codes: (row.codes ?? []).map((code) => ({
    ...code,
    dispatchedAt: date(code.dispatchedAt),
    acceptedAt: date(code.acceptedAt),
    expiresAt: date(code.expiresAt),
  })),
  wrongTries: row.wrong_tries,
});

const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
