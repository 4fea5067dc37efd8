import type { Sql } from '@gatehouse/platform/postgres';
import type { AddressKey, RegistrationLimits } from '../../application/ports/registrations.js';
import { messageSlot, TEXTS_BUCKET } from './message-slot.js';

/**
 * The slots of a sign-up's messages: `slot (send_after)` for the mail and, where a phone is to be proven as well,
 * `text_slot (send_after)` for the SMS. Both or none, and both are put off by a gap. Who loses a race for the last slot
 * of one is counted for the other all the same.
 */
export function signUpSlots(sql: Sql, key: AddressKey, phone: string | null, limits: RegistrationLimits) {
  if (phone === null) return messageSlot(sql, key, limits, { waitForGap: true });
  const { textsPerDay = 0 } = limits;
  return sql`
  clock as materialized (select gatehouse.now() as now),
  network as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${key.application}, 'messages-by-network', ${key.network}, array[now, now] from clock
    where ${key.network}::text is not null
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour')) + 2
        <= ${limits.perNetworkAndHour}
    returning 1
  ),
  texts as (
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${key.application}, ${TEXTS_BUCKET}, '', array[now] from clock
    where ${textsPerDay}::int > 0 and (${key.network}::text is null or exists (select 1 from network))
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day') || excluded.hits
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')) < ${textsPerDay}::int
    returning 1
  ),
  text_slot as (${recipientSlot(sql, key.application, phone, limits, sql`texts`)}),
  slot as (${recipientSlot(sql, key.application, key.email, limits, sql`text_slot`)})`;
}

/** The next slot of one recipient, where `admitted` has a row. The rule is the domain's `nextMessageSlot`. */
const recipientSlot = (
  sql: Sql,
  application: string,
  recipient: string,
  limits: RegistrationLimits,
  admitted: ReturnType<Sql>,
) => sql`
    insert into gatehouse.throttles as seen (application, bucket, key, hits)
    select ${application}, 'messages-to-recipient', ${recipient}, array[now] from clock
    where exists (select 1 from ${admitted})
    on conflict (application, bucket, key) do update
      set hits = gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')
        || greatest(excluded.hits[1], seen.hits[cardinality(seen.hits)] + make_interval(secs => ${limits.gapSeconds}))
      where cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 hour')) < ${limits.perHour}
        and cardinality(gatehouse.hits_since(seen.hits, excluded.hits[1] - interval '1 day')) < ${limits.perDay}
    returning seen.hits[cardinality(seen.hits)] as send_after`;
