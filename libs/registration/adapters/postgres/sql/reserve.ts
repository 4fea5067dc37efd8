import type { Sql } from '@gatehouse/platform/postgres';
import type { RecipientKey } from '../../../application/ports/message-history.js';
import { type MessageLimits, OWN_RESERVE } from '../../../domain/policy.js';
import { isFull } from './recipient-slot.js';

type Fragment = ReturnType<typeof holderOf>;

/** Messages beyond the limits of their recipients, by the account that has asked for them. */
const BUCKET = 'reserved-messages';

/** The account whose reserve may be used: the one that asks, or the address' own where its network asks. Null for none. */
const holderOf = (sql: Sql, { application, recipient, network, reserveOf }: RecipientKey) =>
  reserveOf === undefined
    ? sql`(select id::text from gatehouse.users where application = ${application} and email = ${recipient}
        and state in ('active', 'suspended') and activated_network = ${network})`
    : sql`${reserveOf}::text`;

/** What has been taken of it within a day, or null where there is none to take from: a column of a select from `clock`. */
export const reserveUsed = (sql: Sql, key: RecipientKey) => sql`
  (select gatehouse.hits_since(
      (select hits from gatehouse.throttles
        where application = ${key.application} and bucket = ${BUCKET} and key = holder.id), now - interval '1 day')
    from (select ${holderOf(sql, key)} as id) holder where holder.id is not null) as reserve_used`;

/**
 * `reserve`: has a row where the recipient is full, as the statement finds it, and the account may have one more. The upsert's
 * WHERE is the guard: it sees what others have taken meanwhile. Who loses a race for the recipient's last slot is refused.
 */
export const reserveSlot = (
  sql: Sql,
  key: RecipientKey,
  limits: MessageLimits,
  { source, admitted }: { readonly source: Fragment; readonly admitted: Fragment },
) => sql`
  reserve as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${key.application}, ${BUCKET}, holder_of_reserve.id, array[now]
    from ${source}, (select ${holderOf(sql, key)} as id) holder_of_reserve
    where holder_of_reserve.id is not null and ${admitted}
      and ${isFull(sql, key, limits, { orAnywhere: key.reserveOf === undefined })}
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour')) < ${OWN_RESERVE.perHour}
        and cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')) < ${OWN_RESERVE.perDay}
    returning 1
  )`;
