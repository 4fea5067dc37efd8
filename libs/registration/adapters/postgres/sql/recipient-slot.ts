import type { Sql } from '@gatehouse/platform/postgres';
import type { RecipientKey } from '../../../application/ports/message-history.js';
import { type MessageLimits, OWN_RESERVE } from '../../../domain/policy.js';
import { hitsSince } from './throttles.js';

type Fragment = ReturnType<typeof digest>;

/** What a recipient gets over all applications is counted under no application's slug. */
export const EVERY_APPLICATION = '';
export const ANYWHERE_BUCKET = 'messages-to-recipient-anywhere';
/** What becomes of a message within the gap after another one; or, where it has one of its own, after the latest counted there. */
export type Gap = 'put-off' | 'refuse' | { readonly bucket: string };

interface Recipient {
  readonly application: string;
  readonly recipient: string;
}

/** A recipient as it is counted over all applications: no application's erasure finds it, so it is not the address itself. */
export const digest = (sql: Sql, recipient: string) => sql`encode(sha256(convert_to(${recipient}, 'UTF8')), 'hex')`;

/** Whether a recipient has had all that it may, in the application or, `orAnywhere`, over all of them; by `now` of the query around. */
const isFull = (
  sql: Sql,
  { application, recipient }: Recipient,
  { perHour, perDay, perDayAnywhere }: MessageLimits,
  { orAnywhere }: { readonly orAnywhere: boolean },
) => sql`
  (exists (select 1 from gatehouse.throttles
      where application = ${application} and bucket = 'messages-to-recipient' and key = ${recipient}
        and (cardinality(gatehouse.hits_since(hits, now - interval '1 hour')) >= ${perHour}
          or cardinality(gatehouse.hits_since(hits, now - interval '1 day')) >= ${perDay}))
    or ${orAnywhere} and exists (select 1 from gatehouse.throttles
      where application = ${EVERY_APPLICATION} and bucket = ${ANYWHERE_BUCKET} and key = ${digest(sql, recipient)}
        and cardinality(gatehouse.hits_since(hits, now - interval '1 day')) >= ${perDayAnywhere}))`;

/**
 * Counts a message that has a gap of its own for its recipient, where that is over. Other messages may be a warning that
 * leads to it: their gap does not hold it back.
 */
export const ownGap = (
  sql: Sql,
  { application, recipient }: Recipient,
  bucket: string,
  { gapSeconds }: Pick<MessageLimits, 'gapSeconds'>,
  { source, admitted }: { readonly source: Fragment; readonly admitted: Fragment },
) => ({
  expression: sql`
  own_gap as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, ${bucket}, ${recipient}, array[now] from ${source}
    where ${admitted}
    on conflict (application, bucket, key) do update set hits = excluded.hits
      where coalesce(seen.hits[cardinality(seen.hits)] + make_interval(secs => ${gapSeconds}) <= excluded.hits[1], true)
    returning 1
  )`,
  admitted: sql`exists (select 1 from own_gap)`,
});

/**
 * `<name> (send_after, is_first)`: the next slot of one recipient, where `admitted`; counted in this application and over all of them.
 * `is_first` within a day. The rule is the domain's `nextMessageSlot`. Where it has a reserve,
 * `reserve` is an expression before it.
 */
export function recipientSlot(
  sql: Sql,
  { application, recipient, reserveOf }: Recipient & Pick<RecipientKey, 'reserveOf'>,
  limits: MessageLimits,
  options: {
    readonly name: 'slot' | 'text_recipient';
    readonly source: Fragment;
    readonly admitted: Fragment;
    readonly gap: Gap;
    readonly hasReserve: boolean;
  },
) {
  const { name, source, admitted, gap, hasReserve } = options;
  const gapEnds = sql`seen.hits[cardinality(seen.hits)] + make_interval(secs => ${limits.gapSeconds})`;
  const anywhere = sql(`${name}_anywhere`);
  const isReserved = hasReserve ? sql`exists (select 1 from reserve)` : sql`false`;
  const aboveCeiling =
    reserveOf === undefined ? sql`case when ${isReserved} then ${OWN_RESERVE.perDay}::int else 0 end` : sql`0`;
  return sql`
  ${anywhere} as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${EVERY_APPLICATION}, ${ANYWHERE_BUCKET}, ${digest(sql, recipient)}, array[now] from ${source}
    where ${admitted} ${hasReserve ? sql`and (select count(*) from reserve) >= 0` : sql``}
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day'))
        < ${limits.perDayAnywhere} + ${aboveCeiling}
    returning 1
  ),
  ${sql(name)} as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, 'messages-to-recipient', ${recipient}, array[now] from ${source}
    where exists (select 1 from ${anywhere})
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(
        seen.hits || ${typeof gap === 'object' ? sql`excluded.hits[1]` : sql`greatest(excluded.hits[1], ${gapEnds})`},
        excluded.hits[1] - interval '1 day')
      where (cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour')) < ${limits.perHour}
          and cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')) < ${limits.perDay}
          or ${isReserved})
        and ${gap === 'refuse' ? sql`${gapEnds} <= excluded.hits[1]` : sql`true`}
    returning ${typeof gap === 'object' ? sql`(select now from clock)` : sql`seen.hits[cardinality(seen.hits)]`} as send_after,
      cardinality(seen.hits) = 1 as is_first
  )`;
}

/** When the latest message that has a gap of its own went to a recipient, or null: a column of a select from `clock`. */
export const latestOfGap = (sql: Sql, application: string, recipient: string, bucket: string | null) =>
  bucket === null
    ? sql`null::timestamptz as latest_of_purpose`
    : sql`
  (select hits[cardinality(hits)] from gatehouse.throttles
    where application = ${application} and bucket = ${bucket} and key = ${recipient}) as latest_of_purpose`;

/** Messages beyond the limits of their recipients, by the account that has asked for them. */
const RESERVE_BUCKET = 'reserved-messages';

/** The account whose reserve may be used: the one that asks, or the address' own where its network asks. Null for none. */
const holderOf = (sql: Sql, { application, recipient, network, reserveOf }: RecipientKey) =>
  reserveOf === undefined
    ? sql`(select id::text from gatehouse.users where application = ${application} and email = ${recipient}
        and state in ('active', 'suspended') and activated_network = ${network})`
    : sql`${reserveOf}::text`;

/** What has been taken of it within a day, or null where there is none to take from: a column of a select from `clock`. */
export const reserveUsed = (sql: Sql, key: RecipientKey) => sql`
  (select ${hitsSince(sql, key.application, RESERVE_BUCKET, sql`holder.id`, sql`now - interval '1 day'`)}
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
    select ${key.application}, ${RESERVE_BUCKET}, holder_of_reserve.id, array[now]
    from ${source}, (select ${holderOf(sql, key)} as id) holder_of_reserve
    where holder_of_reserve.id is not null and ${admitted}
      and ${isFull(sql, key, limits, { orAnywhere: key.reserveOf === undefined })}
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour')) < ${OWN_RESERVE.perHour}
        and cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')) < ${OWN_RESERVE.perDay}
    returning 1
  )`;
