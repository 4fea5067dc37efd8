import type { CommandContext, PersonKey } from '@gatehouse/kernel';
import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { type Database, decided, IncompleteAnswer, sharedReads } from '@gatehouse/platform/postgres';
import type {
  Accounts,
  NewPassword,
  NewProfile,
  NewSpelling,
  OwnAccount,
  ProfileViews,
} from '../../../application/ports/accounts.js';
import type { Profile } from '../../../contract/read-models/profile.js';
import { type ProfileRow, profileColumns, profileOf } from '../sql/profile-columns.js';
import { writeNotice } from '../sql/write-notice.js';

interface AccountRow extends ProfileRow {
  readonly version: number;
  readonly email: string;
}

export class PostgresAccounts implements Accounts {
  constructor(private readonly database: Database) {}

  async find({ application, userId }: Parameters<Accounts['find']>[0]): Promise<OwnAccount | null> {
    const row = await this.database.decide<AccountRow>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select version, email, ${profileColumns(sql)} from gatehouse.users
        where application = ${application} and id = ${userId} and state in ('active', 'suspended')`,
        )}`,
    );
    return row ? { id: row.id, version: row.version, email: row.email, profile: profileOf(row) } : null;
  }

  /** The guard is the version. */
  async changeProfile({ application, userId, details, version, event }: NewProfile): Promise<Profile | null> {
    const row = await this.database.decide<ProfileRow>((sql) => {
      const record = commandRecord(sql, { application }, { cause: 'changed', events: [event] });
      return sql`
        with before as materialized (
          select phone from gatehouse.users where application = ${application} and id = ${userId}
        ),
        changed as (
          update gatehouse.users as account set
            name = ${details.name}, surname = ${details.surname}, phone = ${details.phone},
            phone_verified_at = case when account.phone is not distinct from ${details.phone}
              then account.phone_verified_at end,
            hobbies = ${[...details.hobbies]}::text[], birth_date = ${details.birthDate}::text::date,
            locale = ${details.locale}, version = account.version + 1
          where application = ${application} and id = ${userId} and state = 'active' and version = ${version}
          returning *
        ),
        -- A code that is out for another number would undo the change.
        voided as (
          update gatehouse.activation_codes as code set voided_at = gatehouse.now()
          from before, changed
          where code.application = ${application} and code.user_id = ${userId} and code.purpose = 'phone'
            and before.phone is distinct from changed.phone and code.target is distinct from changed.phone
            and code.consumed_at is null and code.voided_at is null
          returning 1
        )
        ${record.expressions}
        ${decided(sql, sql`select ${profileColumns(sql)}, ${record.wake} as woken from changed`)}`;
    });
    return row ? profileOf(row) : null;
  }

  /** The guard is the version: it says that the address is still the one that was compared. */
  async changeShownEmail(
    { application, userId, email, version, event }: NewSpelling,
    context: CommandContext,
  ): Promise<boolean> {
    const done = await this.database.decide((sql) => {
      const record = commandRecord(sql, context, { cause: 'changed', events: [event], answer: {} });
      return sql`
        with changed as (
          update gatehouse.users set email_deliverable = ${email}, version = version + 1
          where application = ${application} and id = ${userId} and state = 'active' and version = ${version}
          returning id
        )
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from changed`)}`;
    });
    return done !== null;
  }

  /** The guard is the hash: of two changes that know the same password, one finds it. */
  async changePassword(change: NewPassword): Promise<boolean> {
    const { application, userId, provenHash, passwordHash, event, notice, noticeEvent } = change;
    const completed = eventsOfRows('holder', event, { data: { credentialsVersion: 'credentials_version' } });
    const done = await this.database.decide((sql) => {
      const record = commandRecord(sql, { application }, { cause: 'holder', events: [completed, noticeEvent] });
      return sql`
        with holder as (
          update gatehouse.users set
            password_hash = ${passwordHash}, kept_session = ${event.data.keptSession},
            credentials_version = credentials_version + 1, version = version + 1
          where application = ${application} and id = ${userId} and state = 'active' and password_hash = ${provenHash}
          returning credentials_version, email_deliverable
        ),
        ${writeNotice(sql, application, notice, sql`holder`)}
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from holder`)}`;
    });
    return done !== null;
  }

  async replaceHash(
    { application, userId }: Parameters<Accounts['replaceHash']>[0],
    { from, to }: Parameters<Accounts['replaceHash']>[1],
  ): Promise<void> {
    await this.database.query(
      (sql) => sql`
        update gatehouse.users set password_hash = ${to}
        where application = ${application} and id = ${userId} and password_hash = ${from}`,
    );
  }
}

/** Null in every column where there is no such person. */
type WantedProfile = ProfileRow | { readonly id: null };

export class PostgresProfileViews implements ProfileViews {
  readonly of: ProfileViews['of'];

  constructor(database: Database) {
    this.of = sharedReads(async (people: readonly PersonKey[]) => {
      const rows = await database.query<WantedProfile>(
        (sql) => sql`
          select profile.*
          from unnest(
            ${people.map(({ application }) => application)}::text[], ${people.map(({ userId }) => userId)}::uuid[]
          ) with ordinality as wanted (application, user_id, place)
          left join lateral (
            select ${profileColumns(sql)} from gatehouse.users
            where application = wanted.application and id = wanted.user_id and state in ('pending', 'active', 'suspended')
          ) as profile on true
          order by wanted.place`,
      );
      if (rows.length !== people.length) throw new IncompleteAnswer('Not everyone asked for has a row in the answer');
      return rows.map((row) => (row.id === null ? null : profileOf(row)));
    });
  }
}
