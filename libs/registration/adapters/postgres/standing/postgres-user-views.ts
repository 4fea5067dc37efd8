import type { PersonKey } from '@gatehouse/kernel';
import { type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type {
  AccountStandings,
  Timelines,
  UserMatch,
  UserSearch,
  UserViews,
} from '../../../application/ports/standing.js';
import type { AccountStanding } from '../../../contract/queries/find-users.js';
import { USER_STATES, type UserRecord } from '../../../contract/read-models/user-record.js';
import { acceptedTermsOf, type ProfileRow } from '../sql/profile-columns.js';

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
  id, state, email_deliverable, email_verified_at, name, surname, phone, phone_verified_at, locale, accepted_terms,
  terms_accepted_at, created_at, activated_at, suspended_at, suspension_reason`;

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
  acceptedTerms: acceptedTermsOf(row),
  createdAt: row.created_at.toISOString(),
  activatedAt: row.activated_at?.toISOString() ?? null,
  suspendedAt: row.suspended_at?.toISOString() ?? null,
  suspensionReason: row.suspension_reason,
});

/** Newest people that are looked through one by one before the index of terms is asked: milliseconds. */
const LOOKED_THROUGH = 10_000;

/**
 * Ids of people of whom a part of the address, a name or the phone is known, newest first. Terms that many have are found
 * among the newest within milliseconds, and an index of all of them would name too many; terms that few have are found by
 * the index. So neither way reads more than it needs, whatever the term.
 */
export function matchingUsers(sql: Sql, { application, text, state, after, limit }: UserMatch) {
  const states = state === null ? [...USER_STATES] : [state];
  const words = sql`gatehouse.search_text(email, email_deliverable, name, surname, phone)`;
  const follows = sql`(${after}::text is null or (created_at, id) < (select created_at, id from last))`;
  return sql`
    last as materialized (
      select created_at, id from gatehouse.users where application = ${application} and id = ${after}::text::uuid
    ),
    term as materialized (
      select folded, gatehouse.search_terms(${application}::text, folded) as parts
      from gatehouse.folded(${text}::text) as folded
    ),
    newest as materialized (
      select page.* from unnest(${states}::text[]) as wanted (state)
      cross join lateral (
        select id, created_at, ${words} as words from gatehouse.users
        where application = ${application} and state = wanted.state and ${follows}
        order by created_at desc, id desc limit ${LOOKED_THROUGH}
      ) as page
      order by created_at desc, id desc limit ${LOOKED_THROUGH}
    ),
    near as materialized (
      select id, created_at from newest where strpos(words, (select folded from term)) > 0
      order by created_at desc, id desc limit ${limit}
    ),
    -- The terms name the application. To name it beside them would let the planner read through all of its people.
    far as materialized (
      select id, created_at from gatehouse.users
      where gatehouse.search_terms(application, ${words}) @> (select parts from term)
        and (select cardinality(parts) > 0 from term)
        and (select count(*) < ${limit} from near)
        and (select count(*) = ${LOOKED_THROUGH} from newest)
        and strpos(${words}, (select folded from term)) > 0
        and state = any(${states}::text[]) and ${follows}
    ),
    matching as (
      select id, created_at from near union select id, created_at from far
      order by created_at desc, id desc limit ${limit}
    )`;
}

interface EventRow {
  readonly id: string;
  readonly position: string;
  readonly occurred_at: Date;
  readonly type: string;
  readonly data: object;
}

export class PostgresTimelines implements Timelines {
  constructor(private readonly database: Database) {}

  async page({ application, userId, after, limit }: Parameters<Timelines['page']>[0]) {
    const rows = await this.database.query<EventRow>(
      (sql) => sql`
        select id, log.position::text as position, occurred_at, type, data from gatehouse.event_log as log
        where application = ${application} and subject = ${userId}
          and log.position < coalesce(${after}::text::bigint, 9223372036854775807)
        order by log.position desc limit ${limit}`,
    );
    return rows.map(({ id, position, occurred_at, type, data }) => ({
      eventId: id,
      position,
      at: occurred_at.toISOString(),
      type,
      data,
    }));
  }
}

export class PostgresAccountStandings implements AccountStandings {
  /** @param database the one that is written to: a replica may not know yet of a password that was changed */
  constructor(private readonly database: Database) {}

  async of({ application, userId }: PersonKey) {
    const row = await this.database.decide<AccountStanding>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select state, credentials_version as "credentialsVersion", kept_session as "keptSession" from gatehouse.users
        where application = ${application} and id = ${userId} and state in ('pending', 'active', 'suspended')`,
        )}`,
    );
    return row ?? null;
  }
}
