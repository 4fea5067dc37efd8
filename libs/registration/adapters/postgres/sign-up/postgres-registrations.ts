import type { CommandContext, IdGenerator } from '@gatehouse/kernel';
import { auditedIfPrivileged } from '@gatehouse/platform/audit';
import { wakeRelay } from '@gatehouse/platform/events';
import { keepAnswer } from '@gatehouse/platform/idempotency';
import { type Database, decided, isUniqueViolation } from '@gatehouse/platform/postgres';
import type { ChargedTry, NetworkCharge, Settlement } from '../../../application/ports/charged-tries.js';
import type {
  AddressHistory,
  AddressKey,
  ChargedSituation,
  CodeTry,
  CodeTryOutcome,
  NewRegistration,
  RegistrationLimits,
  Registrations,
} from '../../../application/ports/registrations.js';
import type { Profile } from '../../../contract/read-models/profile.js';
import type { IssuedCode } from '../../../domain/code/issue-code.js';
import { purposes } from '../../../domain/code/purposes.js';
import type { CodePolicy, GuessingLimits, MessageLimits } from '../../../domain/policy.js';
import type { RegistrationProof } from '../../../domain/user/prove-registration.js';
import { chargedAt, chargedNetwork, networkFailures, settleStatement } from '../codes/charged-tries.js';
import { readSituation, type SituationRow, situationColumns } from '../codes/situation.js';
import { tryCodeStatement } from '../codes/try-code.js';
import { wrongTries } from '../sql/hits.js';
import { type MessagesSeenRow, messagesSeen, networkSlot, readMessagesSeen } from '../sql/message-counts.js';
import { messageSlot } from '../sql/message-slot.js';
import { type ProfileRow, profileOf } from '../sql/profile-columns.js';
import { writeCode, writeEvents, writePhoneCode } from '../sql/write-code.js';
import { signUpSlots } from './sign-up-slots.js';

interface HistoryRow extends MessagesSeenRow {
  readonly wrong_tries: number;
  readonly latest_pending: string | null;
  readonly is_owned: boolean;
}

export class PostgresRegistrations implements Registrations {
  constructor(
    private readonly database: Database,
    private readonly ids: IdGenerator,
  ) {}

  async historyOf(key: AddressKey, policy: CodePolicy): Promise<AddressHistory> {
    const { application, email } = key;
    const row = await this.database.one<HistoryRow>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now)
        select now,
          ${messagesSeen(sql, recipientOf(key))},
          ${wrongTries(sql, application, purposes.activation.triesBucket, email, policy)},
          (select id from gatehouse.users
            where application = ${application} and email = ${email} and state = 'pending' and email_verified_at is null
              and not exists (select 1 from gatehouse.users owner where owner.application = ${application}
                and owner.email = ${email} and owner.state in ('active', 'suspended'))
            order by created_at desc limit 1) as latest_pending,
          exists (select 1 from gatehouse.users where application = ${application} and email = ${email}
            and state in ('active', 'suspended')) as is_owned
        from clock`,
    );
    return {
      ...readMessagesSeen(row, recipientOf(key)),
      wrongTries: row.wrong_tries,
      latestPending: row.latest_pending === null ? null : { id: row.latest_pending },
      isOwned: row.is_owned,
    };
  }

  async add(
    { user, code, phoneCode, events }: NewRegistration,
    network: string | null,
    limits: RegistrationLimits,
    context?: CommandContext,
  ) {
    const key: AddressKey = { application: user.application, email: user.email.canonical, network };
    const { details } = user;
    const row = await this.database.decide<{ created_at: Date }>(
      (sql) => sql`
        with ${signUpSlots(sql, key, phoneCode?.target ?? null, limits)},
        registered as (
          insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash,
            name, surname, phone, phone_required, hobbies, birth_date, locale, created_at)
          select ${user.application}, ${user.id}, 'pending', ${user.email.canonical}, ${user.email.shown},
            ${user.passwordHash}, ${details.name}, ${details.surname}, ${details.phone}, ${phoneCode !== undefined},
            ${[...details.hobbies]}::text[], ${details.birthDate}::text::date, ${details.locale}, clock.now
          from slot, clock
          returning created_at
        )
        ${keepAnswer(sql, context, 'registered', { createdAt: 'created_at' })},
        ${writeCode(sql, user.application, code)},
        ${phoneCode ? sql`${writePhoneCode(sql, user.application, phoneCode)},` : sql``}
        ${writeEvents(sql, user.application, user.id, events, phoneCode ? sql`text_slot` : sql`slot`)}
        ${decided(sql, sql`select registered.created_at, ${wakeRelay(sql, typesOf(events))} from registered`)}`,
    );
    return row ? { createdAt: row.created_at } : null;
  }

  async addCode(
    key: AddressKey,
    next: Parameters<Registrations['addCode']>[1],
    limits: MessageLimits,
    context?: CommandContext,
  ): Promise<boolean> {
    const done = await this.database.decide((sql) =>
      next
        ? sql`
          with ${messageSlot(sql, recipientOf(key), limits, { gap: 'refuse', holderId: next.code.userId ?? undefined, isPending: true })}
          ${keepAnswer(sql, context, 'slot')},
          ${writeCode(sql, key.application, next.code)},
          ${auditedIfPrivileged(sql, context, resent(next.code), 'slot')}
          ${writeEvents(sql, key.application, next.code.userId ?? next.code.id, [next.event])}
          ${decided(sql, sql`select ${wakeRelay(sql, typesOf([next.event]))} from slot`)}`
        : sql`
          with ${messageSlot(sql, recipientOf(key), limits, { gap: 'refuse' })} ${keepAnswer(sql, context, 'slot')}
          ${decided(sql, sql`select 1 from slot`)}`,
    );
    return done !== null;
  }

  async situationOf(
    key: AddressKey,
    limits: GuessingLimits,
    policy: CodePolicy,
    proof: RegistrationProof = 'email',
  ): Promise<ChargedSituation> {
    const network = key.network ?? '';
    const row = await this.database.one<
      SituationRow & { blocked_until: Date | null; admitted: boolean; charged_at: string }
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
        select ${situationColumns(sql, key, policy, proof)}, ${chargedAt(sql)},
          exists (select 1 from counted) and (${key.network}::text is null or exists (select 1 from charged)) as admitted,
          coalesce((select opens_at from full_network), (select blocked_until from gatehouse.password_tries
            where application = ${key.application} and email = ${key.email} and network = ${network})) as blocked_until
        from clock`,
    );
    if (row.admitted) return { ...readSituation(row), charge: { at: row.charged_at } };
    return { admitted: false, retryAfterSeconds: secondsUntil(row.blocked_until, row.now) };
  }

  async situationAgain(key: AddressKey, policy: CodePolicy, proof: RegistrationProof = 'email') {
    const row = await this.database.one<SituationRow>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now)
        select ${situationColumns(sql, key, policy, proof)} from clock`,
    );
    return readSituation(row);
  }

  async tryCode(attempt: CodeTry): Promise<CodeTryOutcome> {
    try {
      const row = await this.database.one<ProfileRow & { counted: boolean }>((sql) =>
        tryCodeStatement(sql, attempt, () => this.ids.next()),
      );
      if (!row.counted) return { kind: 'stale' };
      if (!attempt.winner) return { kind: 'counted' };
      return row.id ? { kind: 'proven', profile: provenProfile(row) } : { kind: 'stale' };
    } catch (error) {
      // Another registration of the address won; nothing of this statement was written.
      if (isUniqueViolation(error, 'users_owner_of_address')) return { kind: 'stale' };
      throw error;
    }
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

  async countNotice({ application, network }: AddressKey, limits: MessageLimits): Promise<boolean> {
    const done = await this.database.decide((sql) => {
      const { expression, admitted } = networkSlot(sql, { application, network }, limits, {
        source: sql`clock`,
        messages: 1,
      });
      return sql`
        with clock as materialized (select gatehouse.now() as now), ${expression}
        ${decided(sql, sql`select 1 where ${admitted}`)}`;
    });
    return done !== null;
  }
}

/** At least one: whoever lost a race may come again at once. */
const secondsUntil = (opensAt: Date | null, now: Date): number =>
  opensAt === null ? 1 : Math.max(1, Math.ceil((opensAt.getTime() - now.getTime()) / 1000));

const recipientOf = ({ email, ...caller }: AddressKey) => ({ ...caller, recipient: email });

const typesOf = (events: readonly { readonly type: string }[]): string[] => events.map(({ type }) => type);

const resent = ({ id, userId }: IssuedCode) => ({ act: 'activation-code.resent', subject: userId ?? id });

/** A superseded registration shows itself as one that waits: its end is nothing to tell. */
const provenProfile = (row: ProfileRow): Profile => ({
  ...profileOf(row),
  state: row.state === 'active' ? 'active' : 'pending',
});
