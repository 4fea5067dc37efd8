import type { Sql } from '@gatehouse/platform/postgres';
import type { RecipientKey } from '../../../application/ports/message-history.js';
import {
  type DestinationHistory,
  type EarlierStop,
  SHARE_WINDOW_SECONDS,
  type TextDestination,
} from '../../../domain/text-traffic.js';

type Fragment = ReturnType<Sql>;

/** Rows among which the messages to one country are spread, by range: they would wait for each other at one. */
const SHARDS = 8;
const SLOT_SECONDS = 900;

const shardOf = (sql: Sql, range: Fragment) => sql`(abs(hashtext(${range})::bigint) % ${SHARDS}::int)::smallint`;
const slotOf = (sql: Sql, now: Fragment) => sql`date_bin('15 minutes', ${now}, timestamptz 'epoch')`;

/** The latest of the window's begin and when a stop has ended or was lifted. */
const since = (
  sql: Sql,
  application: string,
  place: string,
  column: 'share_from' | 'lifted_at',
  seconds: number,
) => sql`
  greatest(now - make_interval(secs => ${seconds}), (select ${sql(column)} from gatehouse.sms_stops
    where application = ${application} and place = ${place}))`;

/** Counts every SMS of an application, under one empty key. */
export const TEXTS_BUCKET = 'text-messages';

/**
 * `<slot> (send_after)`: that of `text_recipient`, the recipient's next slot, where the application may send one more SMS
 * and its destination may get one more. Who is refused by the recipient's own limits costs nobody else a message, so these
 * come first.
 *
 * The upserts' WHERE are the guards: they see their rows as the last writers left them, so an application sends, and a
 * range gets, no more than the domain's `judgeDestination` says, however many ask at once. A country's share is read
 * without a lock: of those that ask at the moment when it falls too low, all pass.
 */
export const textSlot = (
  sql: Sql,
  { application, destination }: Pick<RecipientKey, 'application' | 'destination'>,
  textsPerDay: number,
  slot: 'slot' | 'text_slot',
) => sql`
  texts as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, ${TEXTS_BUCKET}, '', array[now] from clock
    where ${textsPerDay}::int > 0 and exists (select 1 from text_recipient)
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')) < ${textsPerDay}::int
    returning 1
  ),
  ${destination ? sql`${rangeSlot(sql, application, destination)},` : sql``}
  ${sql(slot)} as materialized (
    select send_after from text_recipient where exists (select 1 from ${destination ? sql`text_range` : sql`texts`})
  )
  ${destination ? sql`, ${countCountry(sql, application, destination, slot)}` : sql``}`;

/** Counts an SMS for its range; not where it or its country is stopped. */
function rangeSlot(sql: Sql, application: string, { range, country, limits }: TextDestination) {
  const shareFrom = since(sql, application, range, 'share_from', SHARE_WINDOW_SECONDS);
  const hourFrom = since(sql, application, range, 'lifted_at', 3_600);
  const { perRangeAndHour, rangeSample, leastProvenPercent, settleSeconds } = limits;
  return sql`
  traffic as materialized (
    select now, ${shareFrom} as share_from, ${hourFrom} as hour_from, now - make_interval(secs => ${settleSeconds}) as settled,
      case when is_first then array[now] else '{}' end as asked
    from clock, text_recipient
    where exists (select 1 from texts) and not exists (select 1 from gatehouse.sms_stops
      where application = ${application} and place in (${range}, ${country}) and ends_at > now)
  ),
  text_range as (
    insert into gatehouse.sms_ranges as seen (application, range, country, sent, asked, sent_at)
    select ${application}, ${range}, ${country}, array[now], asked, now from traffic
    on conflict (application, range) do update set
      sent = gatehouse.hits_since(seen.sent, excluded.sent_at - interval '1 day') || excluded.sent_at,
      asked = gatehouse.hits_since(seen.asked, excluded.sent_at - interval '1 day') || excluded.asked,
      proven = gatehouse.hits_since(seen.proven, excluded.sent_at - interval '1 day'),
      country = excluded.country, sent_at = excluded.sent_at
    where (
      select cardinality(gatehouse.hits_since(seen.sent, hour_from)) < ${perRangeAndHour}
        and not (settled_numbers >= ${rangeSample}
          and 100 * cardinality(gatehouse.hits_since(seen.proven, share_from)) < ${leastProvenPercent} * settled_numbers)
      from traffic, lateral (
        select count(*) as settled_numbers from unnest(seen.asked) as hit where hit > share_from and hit <= settled
      ) as counted)
    returning 1
  )`;
}

/** Counts the first SMS to a number for its country, where `slot` has a row: where it is sent. */
const countCountry = (
  sql: Sql,
  application: string,
  { range, country }: TextDestination,
  slot: 'slot' | 'text_slot',
) => sql`
  text_country as (
    insert into gatehouse.sms_countries as seen (application, country, slot, shard, asked)
    select ${application}, ${country}, ${slotOf(sql, sql`now`)}, ${shardOf(sql, sql`${range}::text`)}, 1
    from clock, text_recipient
    where is_first and exists (select 1 from ${sql(slot)})
    on conflict (application, country, slot, shard) do update set asked = seen.asked + 1
    returning 1
  )`;

/** Counts proven codes for the ranges and countries of their phones: expressions after `counted`, with a comma before them. */
export const countProven = (sql: Sql, application: string) => sql`,
    proven_ranges as (
      update gatehouse.sms_ranges as seen
      set proven = gatehouse.hits_since(seen.proven, clock.now - interval '1 day') || clock.now
      from counted, clock
      where seen.application = ${application} and seen.range = left(counted.target, -4) and counted.consumed_at is not null
        and exists (select 1 from applied)
      returning seen.range, seen.country
    ),
    proven_countries as (
      insert into gatehouse.sms_countries as seen (application, country, slot, shard, proven)
      select ${application}, country, ${slotOf(sql, sql`clock.now`)}, ${shardOf(sql, sql`range`)}, 1
      from proven_ranges, clock
      on conflict (application, country, slot, shard) do update set proven = seen.proven + 1
      returning 1
    )`;

/** What a destination has had, as `DestinationHistory` wants it: columns of a select from `clock`, each with a comma before it. */
export function destinationSeen(sql: Sql, { application, destination }: RecipientKey): Fragment {
  if (!destination) return sql``;
  const { range, country, limits } = destination;
  const ofRange = (column: 'sent' | 'asked' | 'proven') => sql`
    coalesce((select gatehouse.hits_since(${sql(column)}, now - make_interval(secs => ${SHARE_WINDOW_SECONDS}))
      from gatehouse.sms_ranges where application = ${application} and range = ${range}), '{}')`;
  const stopOf = (place: string) => sql`
    (select jsonb_build_object('endsAt', ends_at, 'shareFrom', share_from, 'liftedAt', lifted_at)
      from gatehouse.sms_stops where application = ${application} and place = ${place})`;
  const countryFrom = since(sql, application, country, 'share_from', SHARE_WINDOW_SECONDS);
  // A quarter of an hour counts once all of it has settled.
  const settled = sql`now - make_interval(secs => ${limits.settleSeconds + SLOT_SECONDS})`;
  return sql`,
    ${ofRange('sent')} as range_sent, ${ofRange('asked')} as range_asked, ${ofRange('proven')} as range_proven,
    ${stopOf(range)} as range_stop, ${stopOf(country)} as country_stop,
    (select jsonb_build_object(
        'asked', coalesce(sum(asked) filter (where slot <= ${settled}), 0), 'proven', coalesce(sum(proven), 0))
      from gatehouse.sms_countries
      where application = ${application} and country = ${country} and slot > (select ${countryFrom})) as of_country`;
}

/** As JSON has it. */
type StopRow = { readonly [Name in keyof EarlierStop]: string | null };

/** The columns of `destinationSeen`. */
export interface DestinationRow {
  readonly range_sent: Date[];
  readonly range_asked: Date[];
  readonly range_proven: Date[];
  readonly range_stop: StopRow | null;
  readonly country_stop: StopRow | null;
  readonly of_country: DestinationHistory['ofCountry'];
}

export const readDestination = (row: DestinationRow): DestinationHistory => ({
  sent: row.range_sent,
  asked: row.range_asked,
  proven: row.range_proven,
  ofCountry: row.of_country,
  rangeStop: row.range_stop && stopOf(row.range_stop),
  countryStop: row.country_stop && stopOf(row.country_stop),
});

const stopOf = ({ endsAt, shareFrom, liftedAt }: StopRow): EarlierStop => ({
  endsAt: new Date(endsAt ?? 0),
  shareFrom: shareFrom === null ? null : new Date(shareFrom),
  liftedAt: liftedAt === null ? null : new Date(liftedAt),
});
