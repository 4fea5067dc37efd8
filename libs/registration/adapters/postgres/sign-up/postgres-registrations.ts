import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { AddressKey } from '../../../application/ports/charged-tries.js';
import type { AddressHistory } from '../../../application/ports/message-history.js';
import type { NewRegistration, RegistrationLimits, Registrations } from '../../../application/ports/registrations.js';
import { purposes } from '../../../domain/code/purposes.js';
import type { CodePolicy, MessageLimits } from '../../../domain/policy.js';
import { issuedEvent } from '../codes/issue-code.js';
import { wrongTries } from '../sql/hits.js';
import { type MessagesSeenRow, messagesSeen, networkSlot, readMessagesSeen } from '../sql/message-counts.js';
import { writeCode, writePhoneCode } from '../sql/write-code.js';
import { signUpSlots } from './sign-up-slots.js';

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
    { user, event, activation, phone }: NewRegistration,
    network: string | null,
    limits: RegistrationLimits,
    context?: CommandContext,
  ) {
    const { application, details } = user;
    const key: AddressKey = { application, email: user.email.canonical, network };
    const row = await this.database.decide<{ created_at: Date }>((sql) => {
      const { expressions, wake } = commandRecord(sql, context ?? { application }, {
        cause: 'registered',
        events: [event, issuedEvent(activation.event), ...(phone ? [issuedEvent(phone.event, 'text_slot')] : [])],
        answer: { createdAt: 'created_at' },
      });
      return sql`
        with ${signUpSlots(sql, key, phone?.code.target ?? null, limits)},
        registered as (
          insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash,
            name, surname, phone, phone_required, hobbies, birth_date, locale, created_at)
          select ${application}, ${user.id}, 'pending', ${user.email.canonical}, ${user.email.shown},
            ${user.passwordHash}, ${details.name}, ${details.surname}, ${details.phone}, ${phone !== undefined},
            ${[...details.hobbies]}::text[], ${details.birthDate}::text::date, ${details.locale}, clock.now
          from slot, clock
          returning created_at
        ),
        ${writeCode(sql, application, activation.code)}
        ${phone ? sql`, ${writePhoneCode(sql, application, phone.code)}` : sql``}
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
