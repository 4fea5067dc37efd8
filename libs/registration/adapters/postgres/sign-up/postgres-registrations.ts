import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { type Database, decided, isUniqueViolation, type Sql } from '@gatehouse/platform/postgres';
import type { AddressKey } from '../../../application/ports/charged-tries.js';
import type { AddressHistory, RecipientKey } from '../../../application/ports/message-history.js';
import type {
  NewRegistration,
  RegistrationLimits,
  Registrations,
  VouchedAccount,
  VouchedAccounts,
} from '../../../application/ports/registrations.js';
import { purposes } from '../../../domain/code/purposes.js';
import type { CodePolicy, MessageLimits } from '../../../domain/policy.js';
import { issuedEvent, writeFirstCode, writeFirstPhoneCode } from '../codes/issue-code.js';
import { type MessagesSeenRow, messageSlot, messagesSeen, networkSlot, readMessagesSeen } from '../sql/message-slot.js';
import { recipientSlot, reserveSlot } from '../sql/recipient-slot.js';
import { textSlot } from '../sql/text-slot.js';
import { wrongTries } from '../sql/throttles.js';

interface HistoryRow extends MessagesSeenRow {
  readonly wrong_tries: number;
  readonly latest_pending: string | null;
  readonly is_owned: boolean;
}

export class PostgresRegistrations implements Registrations {
  constructor(private readonly database: Database) {}

  async historyOf(key: AddressKey, policy: CodePolicy): Promise<AddressHistory> {
    const { application, email } = key;
    const row = await this.database.one<HistoryRow>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now)
        select now,
          ${messagesSeen(sql, recipientOf(key))},
          ${wrongTries(sql, application, purposes.activation.triesBucket, email, policy)},
          (select id from gatehouse.users
            where application = ${application} and email = ${email} and email_verified_at is null
              -- Said so, an index by state does not serve: PostgreSQL would take it while the table has no statistics.
              and state in ('pending', 'superseded') and state <> 'superseded'
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
    { user, event, terms, activation, phone }: NewRegistration,
    network: string | null,
    limits: RegistrationLimits,
    context?: CommandContext,
  ) {
    const { application, details } = user;
    const key: AddressKey = { application, email: user.email.canonical, network };
    const row = await this.database.decide<{ created_at: Date }>((sql) => {
      const { expressions, wake } = commandRecord(sql, context ?? { application }, {
        cause: 'registered',
        events: [
          event,
          ...(terms ? [terms] : []),
          issuedEvent(activation.event),
          ...(phone ? [issuedEvent(phone.event, 'text_slot')] : []),
        ],
        answer: { createdAt: 'created_at' },
      });
      return sql`
        with ${signUpSlots(sql, key, phone, limits)},
        registered as (
          insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash,
            name, surname, phone, phone_required, hobbies, birth_date, locale, created_at
            ${terms ? sql`, accepted_terms, terms_accepted_at` : sql``})
          select ${application}, ${user.id}, 'pending', ${user.email.canonical}, ${user.email.shown},
            ${user.passwordHash}, ${details.name}, ${details.surname}, ${details.phone}, ${phone !== undefined},
            ${[...details.hobbies]}::text[], ${details.birthDate}::text::date, ${details.locale}, clock.now
            ${terms ? sql`, ${terms.data.version}::text, clock.now` : sql``}
          from slot, clock
          returning created_at
        ),
        ${writeFirstCode(sql, application, activation.code)}
        ${phone ? sql`, ${writeFirstPhoneCode(sql, application, phone.code)}` : sql``}
        ${expressions}
        ${decided(sql, sql`select registered.created_at, ${wake} from registered`)}`;
    });
    return row ? { createdAt: row.created_at } : null;
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

const recipientOf = ({ email, ...caller }: AddressKey) => ({ ...caller, recipient: email });

/**
 * The slots of a sign-up's messages: `slot (send_after)` for the mail and, where a phone is to be proven as well,
 * `text_slot (send_after)` for the SMS. Both or none, and both are put off by a gap. Who loses a race for the last slot
 * of one is counted for the other all the same.
 * The phone is anybody's: it has no reserve.
 */
function signUpSlots(
  sql: Sql,
  { email, ...caller }: AddressKey,
  texted: NewRegistration['phone'],
  limits: RegistrationLimits,
) {
  const key: RecipientKey = { ...caller, recipient: email };
  const phone = texted?.code.target ?? null;
  if (!texted || phone === null) return messageSlot(sql, key, limits, { gap: 'put-off' });
  const { application } = key;
  const source = sql`clock`;
  const byNetwork = networkSlot(sql, key, limits, { source, messages: 2 });
  const { destination } = texted;
  const toPhone = { application, ...(destination && { destination }) };
  const allowed = { name: 'text_recipient', source, admitted: byNetwork.admitted, gap: 'put-off' } as const;
  const admitted = sql`exists (select 1 from text_slot)`;
  return sql`
  clock as materialized (select gatehouse.now() as now),
  ${byNetwork.expression},
  ${recipientSlot(sql, { application, recipient: phone }, limits, { ...allowed, hasReserve: false })},
  ${textSlot(sql, toPhone, limits.textsPerDay ?? 0, 'text_slot')},
  ${reserveSlot(sql, key, limits, { source, admitted })},
  ${recipientSlot(sql, key, limits, { name: 'slot', source, admitted, gap: 'put-off', hasReserve: true })}`;
}

export class PostgresVouchedAccounts implements VouchedAccounts {
  constructor(private readonly database: Database) {}

  /** The guard is the index that gives an address one owner. */
  async add(
    { id, email, passwordHash, events, superseded }: VouchedAccount,
    context: CommandContext,
  ): Promise<boolean> {
    const { application } = context;
    try {
      await this.database.query((sql) => {
        const record = commandRecord(sql, context, {
          cause: 'created',
          events: [...events, eventsOfRows('superseded', superseded, { subject: 'id', data: { userId: 'id' } })],
          audit: { act: 'user.created', subject: id },
        });
        return sql`
          with clock as materialized (select gatehouse.now() as now),
          created as (
            insert into gatehouse.users (application, id, state, email, email_deliverable, email_verified_at,
              password_hash, created_at, activated_at)
            select ${application}, ${id}, 'active', ${email.canonical}, ${email.shown}, now, ${passwordHash}, now, now
            from clock
            returning 1
          ),
          superseded as (
            update gatehouse.users set state = 'superseded', version = version + 1
            where application = ${application} and email = ${email.canonical} and state = 'pending'
            returning id
          ),
          voided as (
            update gatehouse.activation_codes as code set voided_at = clock.now
            from clock, superseded
            where code.application = ${application} and code.user_id = superseded.id and code.purpose = 'activation'
              and code.consumed_at is null and code.voided_at is null
            returning 1
          )
          ${record.expressions}
          select ${record.wake} from created`;
      });
      return true;
    } catch (error) {
      if (isUniqueViolation(error, 'users_owner_of_address')) return false;
      throw error;
    }
  }
}
