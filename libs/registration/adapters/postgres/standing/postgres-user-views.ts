import type { PersonKey } from '@gatehouse/kernel';
import { type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type { UserMatch, UserSearch, UserViews } from '../../../application/ports/user-views.js';
import { USER_STATES, type UserRecord } from '../../../contract/read-models/user-record.js';
import type { ProfileRow } from '../sql/profile-columns.js';
import { matchingUsers } from './matching-users.js';

interface UserRow extends Omit<ProfileRow, 'state' | 'email_deliverable' | 'hobbies' | 'birth_date'> {
  readonly state: UserRecord['state'];
  readonly email_deliverable: string | null;
  readonly suspended_at: Date | null;
  readonly suspension_reason: string | null;
}

/** Many more may have been made for an address, and none of them says more than these. */
const MOST_OF_ADDRESS = 50;

export class PostgresUserViews implements UserViews {
  constructor(private readonly database: Database) {}

  /** A page of each state wanted, by its own stretch of the index, and the newest of all these. */
  async search({ application, state, createdFrom, createdBefore, after, limit }: UserSearch): Promise<UserRecord[]> {
    const states = state === null ? [...USER_STATES] : [state];
    const rows = await this.database.query<UserRow>(
      (sql) => sql`
        with last as materialized (
          select created_at, id from gatehouse.users where application = ${application} and id = ${after}::text::uuid
        )
        select page.* from unnest(${states}::text[]) as wanted (state)
        cross join lateral (
          select ${userColumns(sql)} from gatehouse.users
          where application = ${application} and state = wanted.state
            and created_at >= coalesce(${createdFrom}::text::timestamptz, '-infinity')
            and created_at < coalesce(${createdBefore}::text::timestamptz, 'infinity')
            and (${after}::text is null or (created_at, id) < (select created_at, id from last))
          order by created_at desc, id desc limit ${limit}
        ) as page
        order by created_at desc, id desc limit ${limit}`,
    );
    return rows.map(recordOf);
  }

  async matching(match: UserMatch): Promise<UserRecord[]> {
    const rows = await this.database.query<UserRow>(
      (sql) => sql`
        with ${matchingUsers(sql, match)}
        select ${userColumns(sql)} from gatehouse.users
        where application = ${match.application} and id = any(array(select id from matching))
        order by created_at desc, id desc`,
    );
    return rows.map(recordOf);
  }

  /** Two selects, because the indexes of addresses are partial: one of owners, one of the unproven. */
  async ofAddress({ application, canonicalEmail }: Parameters<UserViews['ofAddress']>[0]): Promise<UserRecord[]> {
    const rows = await this.database.query<UserRow>(
      (sql) => sql`
        (select ${userColumns(sql)} from gatehouse.users
          where application = ${application} and email = ${canonicalEmail} and state in ('active', 'suspended'))
        union all
        (select ${userColumns(sql)} from gatehouse.users
          where application = ${application} and email = ${canonicalEmail} and state in ('pending', 'superseded')
          order by created_at desc limit ${MOST_OF_ADDRESS})`,
    );
    return rows.map(recordOf);
  }

  async byId({ application, userId }: PersonKey): Promise<UserRecord | null> {
    const row = await this.database.decide<UserRow>(
      (sql) => sql`
        ${decided(sql, sql`select ${userColumns(sql)} from gatehouse.users where application = ${application} and id = ${userId}`)}`,
    );
    return row ? recordOf(row) : null;
  }
}

const userColumns = (sql: Sql) => sql`
  id, state, email_deliverable, email_verified_at, name, surname, phone, phone_verified_at, locale, created_at,
  activated_at, suspended_at, suspension_reason`;

/** What stands in the place of an erased person's address is no address. */
const recordOf = (row: UserRow): UserRecord => ({
  id: row.id,
  state: row.state,
  email: row.state === 'erased' ? null : row.email_deliverable,
  emailVerified: row.state !== 'erased' && row.email_verified_at !== null,
  name: row.name,
  surname: row.surname,
  phone: row.phone,
  phoneVerified: row.phone_verified_at !== null,
  locale: row.locale,
  createdAt: row.created_at.toISOString(),
  activatedAt: row.activated_at?.toISOString() ?? null,
  suspendedAt: row.suspended_at?.toISOString() ?? null,
  suspensionReason: row.suspension_reason,
});
