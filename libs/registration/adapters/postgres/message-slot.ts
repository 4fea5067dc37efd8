import type { Sql } from '@gatehouse/platform/postgres';
import type { AddressKey } from '../../application/ports/registrations.js';
import type { MessageLimits } from '../../domain/policy.js';

/** Counts every SMS of an application, under one empty key. */
export const TEXTS_BUCKET = 'text-messages';

export interface SlotOptions {
  /** True: a message within the gap is put off; false: it is refused. */
  readonly waitForGap: boolean;
  /** For an SMS: how many the application sends within a day. */
  readonly textsPerDay?: number | null;
  /**
   * The account that must be there still, proven or not, and not suspended. Its version rises: whoever has read it before,
   * an erasure or the purge, must not go on without what is added here.
   */
  readonly holderId?: string | undefined;
  /** And only a registration that waits for its code. */
  readonly isPending?: boolean;
  /** And whose password must be this one still. */
  readonly holderHash?: string | undefined;
}

/**
 * Common table expressions that take the next message slot of a recipient and count it for the network and, an SMS,
 * for the application, or take none at all. `slot (send_after)` has one row when admitted. The upsert's WHERE is the
 * guard: it sees the row as the last writer left it. The rule is the domain's `nextMessageSlot`. Who loses a race for
 * the recipient's last slot is counted for the network all the same.
 */
export const messageSlot = (
  sql: Sql,
  { application, email, network }: AddressKey,
  limits: MessageLimits,
  { waitForGap, textsPerDay = null, holderId, holderHash, isPending = false }: SlotOptions,
) => sql`
  clock as materialized (select gatehouse.now() as now),
  ${holderOf(sql, application, { holderId, holderHash, isPending })},
  network as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, 'messages-by-network', ${network}, array[now] from clock, holder
    where ${network}::text is not null
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour'))
        < ${limits.perNetworkAndHour}
    returning 1
  ),
  texts as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, ${TEXTS_BUCKET}, '', array[now] from clock, holder
    where ${textsPerDay}::int > 0 and (${network}::text is null or exists (select 1 from network))
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')) < ${textsPerDay}::int
    returning 1
  ),
  slot as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, 'messages-to-recipient', ${email}, array[now] from clock, holder
    where case when ${textsPerDay}::int is null then ${network}::text is null or exists (select 1 from network)
      else exists (select 1 from texts) end
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')
        || greatest(excluded.hits[1], seen.hits[cardinality(seen.hits)] + make_interval(secs => ${limits.gapSeconds}))
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour')) < ${limits.perHour}
        and cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')) < ${limits.perDay}
        and (${waitForGap} or seen.hits[cardinality(seen.hits)] + make_interval(secs => ${limits.gapSeconds})
          <= excluded.hits[1])
    returning seen.hits[cardinality(seen.hits)] as send_after
  )`;

type Holder = Pick<SlotOptions, 'holderId' | 'holderHash' | 'isPending'>;

function holderOf(sql: Sql, application: string, { holderId, holderHash, isPending }: Holder) {
  if (holderId === undefined) return sql`holder as (select 1)`;
  const states = isPending ? sql`('pending')` : sql`('pending', 'superseded', 'active')`;
  return sql`
    holder as (
      update gatehouse.users set version = version + 1
      where application = ${application} and id = ${holderId} and state in ${states}
        ${holderHash === undefined ? sql`` : sql`and password_hash = ${holderHash}`}
      returning email_deliverable, credentials_version
    )`;
}
