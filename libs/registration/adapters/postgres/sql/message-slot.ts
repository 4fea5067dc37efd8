import type { Sql } from '@gatehouse/platform/postgres';
import type { MessageHistory, RecipientKey } from '../../../application/ports/message-history.js';
import { type MessageLimits, wideNetworkLimit } from '../../../domain/policy.js';
import type { UserState } from '../../../domain/user/user.js';
import {
  ANYWHERE_BUCKET,
  digest,
  EVERY_APPLICATION,
  type Gap,
  ownGap,
  recipientSlot,
  reserveSlot,
  reserveUsed,
} from './recipient-slot.js';
import { textSlot } from './text-slot.js';
import { hitsSince } from './throttles.js';

interface SlotOptions {
  /** A message within the gap is put off, or refused; or refused within a gap of its own alone, as a reset is. */
  readonly gap: Gap;
  /** For an SMS: how many the application sends within a day. */
  readonly textsPerDay?: number | null;
  /**
   * The user that must be there still, in one of these states. Its version rises: whatever has read it before, an erasure
   * or the purge, must not go on without what is added here.
   */
  readonly holder?: { readonly id: string; readonly states: readonly UserState[] } | null;
  /** And whose password must be this one still. */
  readonly holderHash?: string | undefined;
}

/**
 * Common table expressions that take the next message slot of a recipient and count it for the network and, an SMS,
 * for the application, or take none at all. `slot (send_after)` has one row when admitted. The upsert's WHERE is the
 * guard: it sees the row as the last writer left it. The rule is the domain's `nextMessageSlot`. Who loses a race for
 * the recipient's last slot is counted for the network all the same.
 */
export function messageSlot(
  sql: Sql,
  key: RecipientKey,
  limits: MessageLimits,
  { gap, textsPerDay = null, holder = null, holderHash }: SlotOptions,
) {
  const source = sql`clock, holder`;
  const { application } = key;
  const byNetwork = networkSlot(sql, key, limits, { source, messages: 1 });
  const { admitted: allowed } = byNetwork;
  const own = typeof gap === 'object' ? ownGap(sql, key, gap.bucket, limits, { source, admitted: allowed }) : null;
  const admitted = own ? own.admitted : allowed;
  const name = textsPerDay === null ? 'slot' : 'text_recipient';
  return sql`
  clock as materialized (select gatehouse.now() as now),
  ${holderOf(sql, application, holder, holderHash)},
  ${byNetwork.expression},
  ${own ? sql`${own.expression},` : sql``}
  ${reserveSlot(sql, key, limits, { source, admitted })},
  ${recipientSlot(sql, key, limits, { name, source, admitted, gap, hasReserve: true })}
  ${textsPerDay === null ? sql`` : sql`, ${textSlot(sql, key, textsPerDay, 'slot')}`}`;
}

function holderOf(sql: Sql, application: string, holder: SlotOptions['holder'], holderHash: string | undefined) {
  if (!holder) return sql`holder as (select 1)`;
  return sql`
    holder as (
      update gatehouse.users set version = version + 1
      where application = ${application} and id = ${holder.id} and state = any(${[...holder.states]}::text[])
        ${holderHash === undefined ? sql`` : sql`and password_hash = ${holderHash}`}
      returning email_deliverable, credentials_version
    )`;
}

type Fragment = ReturnType<typeof wideNetworkOf>;

/** The IPv6 /48 around a /64: anyone who has one has 65,536 of the other. Null for IPv4. */
const wideNetworkOf = (sql: Sql, network: string | null) =>
  network?.endsWith('/64') ? sql`set_masklen(${network}::text::cidr, 48)::text` : sql`null::text`;

/**
 * Counts messages for a network, and for the wider one that it is part of, where `source` has a row. More at once than the
 * limit, such as the mail and the SMS of one sign-up where it is 1, are admitted while nothing else is counted.
 */
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
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour')) + ${messages}
        <= ${Math.max(limit, messages)}
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

/** What recipient and networks have had, as `MessageHistory` wants it: columns of a select from `clock`. */
export const messagesSeen = (sql: Sql, key: RecipientKey) => {
  const { application, recipient, network } = key;
  const since = (slug: string, bucket: string, of: Fragment, window: string) =>
    hitsSince(sql, slug, bucket, of, sql`now - ${window}::text::interval`);
  return sql`
    ${since(application, 'messages-to-recipient', sql`${recipient}`, '1 day')} as messages,
    ${since(EVERY_APPLICATION, ANYWHERE_BUCKET, digest(sql, recipient), '1 day')} as messages_anywhere,
    ${since(application, 'messages-by-network', sql`${network}`, '1 hour')} as network_messages,
    ${since(application, 'messages-by-wide-network', wideNetworkOf(sql, network), '1 hour')} as wide_network_messages,
    ${reserveUsed(sql, key)}`;
};

/** The columns of `messagesSeen`. */
export interface MessagesSeenRow {
  readonly now: Date;
  readonly messages: Date[];
  readonly messages_anywhere: Date[];
  readonly network_messages: Date[];
  readonly wide_network_messages: Date[];
  readonly reserve_used: Date[] | null;
}

export const readMessagesSeen = (row: MessagesSeenRow, { reserveOf }: RecipientKey): MessageHistory => ({
  now: row.now,
  messages: row.messages,
  messagesAnywhere: row.messages_anywhere,
  networkMessages: row.network_messages,
  wideNetworkMessages: row.wide_network_messages,
  reserve: row.reserve_used && { used: row.reserve_used, isOwn: reserveOf === undefined },
});
