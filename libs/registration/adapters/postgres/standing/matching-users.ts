import type { Sql } from '@gatehouse/platform/postgres';
import type { UserMatch } from '../../../application/ports/user-views.js';
import { USER_STATES } from '../../../contract/read-models/user-record.js';

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
