import { eventsOfRows } from '@gatehouse/platform/events';
import type { Sql } from '@gatehouse/platform/postgres';
import type { CodeTry, Effect, Winner } from '../../../application/ports/codes.js';
import { purposes } from '../../../domain/code/purposes.js';
import { purposeText } from '../sql/purposes.js';
import { writeNotice } from '../sql/write-notice.js';
import { settledNetwork, settledPassword } from './postgres-charged-tries.js';

type Fragment = ReturnType<Sql>;
type OfRegistration = Extract<Effect, { kind: 'registration-proven' }>;
type OfAccount = Exclude<Effect, OfRegistration>;

/** What of a statement depends on what the right code does. */
interface EffectSql {
  /** The users that are locked before any code is: `gatehouse.users` where this holds. */
  readonly locks: Fragment;
  /** What of `gatehouse.users as proven` is set, with a comma behind it. */
  readonly sets: Fragment;
  /** Expressions after `applied`, the users as they are then; each with a comma before it. */
  readonly after: Fragment;
  /** Ids of codes that may be void with it, of the users locked in `holders`. */
  readonly theirs: Fragment;
  /** Which of them are void: a condition on `code` and `applied`. */
  readonly voids: Fragment;
  /** The one of `applied` whose profile is answered. */
  readonly profileOf: string;
}

export const effectSql = (sql: Sql, attempt: CodeTry, { effect, ...winner }: Winner): EffectSql =>
  effect.kind === 'registration-proven'
    ? ofRegistration(sql, attempt, effect)
    : ofAccount(sql, attempt, effect, winner);

/** Facts of which the statement knows the rest. */
export const unfinishedEvents = (effect: Effect) => {
  if (effect.kind !== 'registration-proven') return [];
  const { activated, superseded } = effect.facts;
  return [
    ...(activated
      ? [eventsOfRows('activated', activated, { data: { email: 'email_deliverable', locale: 'locale' } })]
      : []),
    ...(superseded ? [eventsOfRows('superseded', superseded, { subject: 'id', data: { userId: 'id' } })] : []),
  ];
};

function ofAccount(
  sql: Sql,
  { application, purpose, target }: CodeTry,
  effect: OfAccount,
  { users: [holder], notice }: Omit<Winner, 'effect'>,
): EffectSql {
  if (!holder) throw new Error('A code of an account has its account');
  return {
    locks: sql`id = ${holder.id} and state = 'active'`,
    sets: setsOf(sql, effect),
    after: sql`
    ${effect.kind === 'email-changed' ? sql`, ${writeChange(sql, application, effect)}` : sql``}
    ${notice ? sql`, ${writeNotice(sql, application, notice, sql`applied, holders as holder`)}` : sql``}`,
    theirs: sql`
      select code.id from holders join gatehouse.activation_codes as code on code.application = ${application}
        and code.purpose = ${purposeText(sql, purpose)} and ${
          purposes[purpose].holder === 'address' ? sql`code.target = ${target}` : sql`code.user_id = holders.id`
        }`,
    voids: sql`true`,
    profileOf: holder.id,
  };
}

function setsOf(sql: Sql, effect: OfAccount): Fragment {
  switch (effect.kind) {
    case 'phone-verified':
      return sql`phone = counted.target, phone_verified_at = clock.now,`;
    case 'email-changed':
      return sql`email = counted.target, email_deliverable = counted.target_deliverable, email_verified_at = clock.now,`;
    case 'password-replaced':
      return sql`password_hash = ${effect.passwordHash}, kept_session = null,
        credentials_version = proven.credentials_version + 1,`;
  }
}

const writeChange = (
  sql: Sql,
  application: string,
  { changeId, undoSeconds }: Extract<Effect, { kind: 'email-changed' }>,
) => sql`
  changes as (
    insert into gatehouse.email_changes (application, id, user_id, former_email, former_email_deliverable,
      account_version, changed_at, undo_until)
    select ${application}, ${changeId}, applied.id, holders.email, holders.email_deliverable,
      applied.version, clock.now, clock.now + make_interval(secs => ${undoSeconds})
    from applied, holders, clock
    returning 1
  )`;

/**
 * All registrations of the address are locked, by id, so that two winners cannot wait for each other. Where nothing is missing
 * then, one becomes the account and the others are void. The unique index makes sure that no account owns the address.
 */
function ofRegistration(sql: Sql, { application, purpose, charge }: CodeTry, effect: OfRegistration): EffectSql {
  const { key, charged, proof, activates, own } = effect;
  const settled = sql`(select count(*) from forgotten) + (select count(*) from given_back) >= 0`;
  return {
    locks: sql`email = ${key.email} and state in ('pending', 'superseded')`,
    sets: sql`
        ${proof === 'email' ? sql`email_verified_at` : sql`phone_verified_at`} = clock.now,
        state = case when proven.id = ${activates} then 'active' else proven.state end,
        activated_at = case when proven.id = ${activates} then clock.now end,
        activated_network = case when proven.id = ${activates} then ${key.network} end,`,
    after: sql`,
    activated as (select * from applied where state = 'active'),
    superseded as (
      update gatehouse.users as other set state = 'superseded', version = other.version + 1
      from activated
      where other.application = ${application} and other.email = ${key.email} and other.state = 'pending'
        and other.id <> activated.id
      returning other.id
    ),
    voided_with_them as (
      update gatehouse.activation_codes as code set voided_at = clock.now
      from clock, superseded
      where code.application = ${application} and code.user_id = superseded.id and code.purpose = 'activation'
        and code.consumed_at is null and code.voided_at is null
        and code.id <> all(${charge.map(({ id }) => id)}::uuid[])
      returning 1
    ),
    -- The password of a registration that becomes the account is the owner's from now on.
    forgotten as (${settledPassword(sql, key, charged, 'forget', sql`exists (select 1 from activated)`)}),
    given_back as (${settledPassword(
      sql,
      key,
      charged,
      'give-back',
      sql`exists (select 1 from applied where not exists (select 1 from activated))`,
    )}),
    ${settledNetwork(sql, key, charged, 'give-back', sql`exists (select 1 from applied) and ${settled}`)}`,
    theirs: sql`
      select code.id from as_read, holders join gatehouse.activation_codes as code
        on code.application = ${application} and code.user_id = holders.id`,
    voids: sql`code.user_id = applied.id and (applied.state = 'active' or code.purpose = ${purpose})`,
    profileOf: activates ?? own,
  };
}
