import type { Sql } from '@gatehouse/platform/postgres';
import { type MessageLimits, OWN_RESERVE, wideNetworkLimit } from '../../domain/policy.js';

type Fragment = ReturnType<typeof digest>;

/** Counts every SMS of an application, under one empty key. */
export const TEXTS_BUCKET = 'text-messages';
/** What a recipient gets over all applications is counted under no application's slug. */
const EVERY_APPLICATION = '';
const ANYWHERE_BUCKET = 'messages-to-recipient-anywhere';
/** The latest reset of each recipient: the gap of the next one is counted from it. */
const RESETS_BUCKET = 'resets-to-recipient';

/** What becomes of a message within the gap after another one; of a reset, within the gap after another reset. */
export type Gap = 'put-off' | 'refuse' | 'of-resets';

interface Recipient {
  readonly application: string;
  readonly recipient: string;
}

/** A recipient as it is counted over all applications: no application's erasure finds it, so it is not the address itself. */
const digest = (sql: Sql, recipient: string) => sql`encode(sha256(convert_to(${recipient}, 'UTF8')), 'hex')`;

/** The IPv6 /48 around a /64: whoever has one has 65,536 of the other. Null for IPv4. */
const wideNetworkOf = (sql: Sql, network: string | null) =>
  network?.endsWith('/64') ? sql`set_masklen(${network}::text::cidr, 48)::text` : sql`null::text`;

/** Whether the address' account was activated from this network. */
export const isOwnNetwork = (sql: Sql, application: string, email: string, network: string | null) => sql`
  exists (select 1 from gatehouse.users where application = ${application} and email = ${email}
    and state in ('active', 'suspended') and activated_network = ${network})`;

/** Counts messages for a network, and for the wider one that it is part of, where `source` has a row. */
export function networkSlot(
  sql: Sql,
  { application, network }: { readonly application: string; readonly network: string | null },
  limits: Pick<MessageLimits, 'perNetworkAndHour'>,
  { source, messages }: { readonly source: Fragment; readonly messages: number },
) {
  const counted = (bucket: string, key: Fragment, limit: number, condition: Fragment) => sql`
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, ${bucket}, ${key}, array_fill(now, array[${messages}::int]) from ${source}
    where ${condition}
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour')) + ${messages} <= ${limit}
    returning 1`;
  const wide = wideNetworkOf(sql, network);
  const isWide = network?.endsWith('/64') ?? false;
  return {
    expression: sql`
  network as (${counted('messages-by-network', sql`${network}`, limits.perNetworkAndHour, sql`${network}::text is not null`)}),
  wide_network as (${counted(
    'messages-by-wide-network',
    wide,
    wideNetworkLimit(limits),
    sql`${isWide} and exists (select 1 from network)`,
  )})`,
    admitted:
      network === null
        ? sql`true`
        : isWide
          ? sql`exists (select 1 from wide_network)`
          : sql`exists (select 1 from network)`,
  };
}

/** Counts an SMS for its application. */
export const textSlot = (
  sql: Sql,
  application: string,
  textsPerDay: number | null,
  { source, admitted }: { readonly source: Fragment; readonly admitted: Fragment },
) => ({
  expression: sql`
  texts as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, ${TEXTS_BUCKET}, '', array[now] from ${source}
    where ${textsPerDay}::int > 0 and ${admitted}
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')) < ${textsPerDay}::int
    returning 1
  )`,
  admitted: sql`exists (select 1 from texts)`,
});

/**
 * Counts a reset for its recipient, where its gap is over. Other messages may be a warning that leads to the reset: their gap
 * does not hold it back.
 */
export const resetSlot = (
  sql: Sql,
  { application, recipient }: Recipient,
  { gapSeconds }: Pick<MessageLimits, 'gapSeconds'>,
  { source, admitted }: { readonly source: Fragment; readonly admitted: Fragment },
) => ({
  expression: sql`
  resets as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, ${RESETS_BUCKET}, ${recipient}, array[now] from ${source}
    where ${admitted}
    on conflict (application, bucket, key) do update set hits = excluded.hits
      where coalesce(seen.hits[cardinality(seen.hits)] + make_interval(secs => ${gapSeconds}) <= excluded.hits[1], true)
    returning 1
  )`,
  admitted: sql`exists (select 1 from resets)`,
});

/**
 * `<name> (send_after)`: the next slot of one recipient, where `admitted`; counted in this application and over all of them.
 * The rule is the domain's `nextMessageSlot`. The reserve is for those of `trusted (yes)`, an expression before it.
 */
export function recipientSlot(
  sql: Sql,
  { application, recipient }: Recipient,
  limits: MessageLimits,
  options: {
    readonly name: 'slot' | 'text_slot';
    readonly source: Fragment;
    readonly admitted: Fragment;
    readonly gap: Gap;
  },
) {
  const { name, source, admitted, gap } = options;
  const gapEnds = sql`seen.hits[cardinality(seen.hits)] + make_interval(secs => ${limits.gapSeconds})`;
  const anywhere = sql(`${name}_anywhere`);
  const reserve = (extra: number) => sql`(select case when yes then ${extra}::int else 0 end from trusted)`;
  return sql`
  ${anywhere} as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${EVERY_APPLICATION}, ${ANYWHERE_BUCKET}, ${digest(sql, recipient)}, array[now] from ${source}
    where ${admitted}
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day'))
        < ${limits.perDayAnywhere} + ${reserve(OWN_RESERVE.perDay)}
    returning 1
  ),
  ${sql(name)} as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, 'messages-to-recipient', ${recipient}, array[now] from ${source}
    where exists (select 1 from ${anywhere})
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(
        seen.hits || ${gap === 'of-resets' ? sql`excluded.hits[1]` : sql`greatest(excluded.hits[1], ${gapEnds})`},
        excluded.hits[1] - interval '1 day')
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour'))
          < ${limits.perHour} + ${reserve(OWN_RESERVE.perHour)}
        and cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day'))
          < ${limits.perDay} + ${reserve(OWN_RESERVE.perDay)}
        and ${gap === 'refuse' ? sql`${gapEnds} <= excluded.hits[1]` : sql`true`}
    returning ${gap === 'of-resets' ? sql`(select now from clock)` : sql`seen.hits[cardinality(seen.hits)]`} as send_after
  )`;
}

/** When the latest reset went to a recipient, or null: a column of a select from `clock`. */
export const latestReset = (sql: Sql, application: string, recipient: string) => sql`
  (select hits[cardinality(hits)] from gatehouse.throttles
    where application = ${application} and bucket = ${RESETS_BUCKET} and key = ${recipient}) as latest_reset`;

/** What recipient and networks have had, as `MessageHistory` wants it: columns of a select from `clock`. */
export const messagesSeen = (sql: Sql, application: string, recipient: string, network: string | null) => {
  const since = (slug: string, bucket: string, key: Fragment, window: string) => sql`
    gatehouse.hits_since((select hits from gatehouse.throttles
      where application = ${slug} and bucket = ${bucket} and key = ${key}), now - ${window}::text::interval)`;
  return sql`
    ${since(application, 'messages-to-recipient', sql`${recipient}`, '1 day')} as messages,
    ${since(EVERY_APPLICATION, ANYWHERE_BUCKET, digest(sql, recipient), '1 day')} as messages_anywhere,
    ${since(application, 'messages-by-network', sql`${network}`, '1 hour')} as network_messages,
    ${since(application, 'messages-by-wide-network', wideNetworkOf(sql, network), '1 hour')} as wide_network_messages,
    ${isOwnNetwork(sql, application, recipient, network)} as is_own_network`;
};

/** The columns of `messagesSeen`. */
export interface MessagesSeenRow {
  readonly now: Date;
  readonly messages: Date[];
  readonly messages_anywhere: Date[];
  readonly network_messages: Date[];
  readonly wide_network_messages: Date[];
  readonly is_own_network: boolean;
}

export const readMessagesSeen = (row: MessagesSeenRow) => ({
  now: row.now,
  messages: row.messages,
  messagesAnywhere: row.messages_anywhere,
  networkMessages: row.network_messages,
  wideNetworkMessages: row.wide_network_messages,
  isOwnNetwork: row.is_own_network,
});
