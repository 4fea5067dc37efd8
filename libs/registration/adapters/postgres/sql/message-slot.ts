import type { Sql } from '@gatehouse/platform/postgres';
import type { RecipientKey } from '../../../application/ports/message-history.js';
import type { MessageLimits } from '../../../domain/policy.js';
import type { UserState } from '../../../domain/user/suspension.js';
import { networkSlot, textSlot } from './message-counts.js';
import { type Gap, ownGap, recipientSlot } from './recipient-slot.js';
import { reserveSlot } from './reserve.js';

export interface SlotOptions {
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
  const texts = textSlot(sql, application, textsPerDay, { source, admitted: byNetwork.admitted });
  const allowed = textsPerDay === null ? byNetwork.admitted : texts.admitted;
  const own = typeof gap === 'object' ? ownGap(sql, key, gap.bucket, limits, { source, admitted: allowed }) : null;
  const admitted = own ? own.admitted : allowed;
  return sql`
  clock as materialized (select gatehouse.now() as now),
  ${holderOf(sql, application, holder, holderHash)},
  ${byNetwork.expression},
  ${texts.expression},
  ${own ? sql`${own.expression},` : sql``}
  ${reserveSlot(sql, key, limits, { source, admitted })},
  ${recipientSlot(sql, key, limits, { name: 'slot', source, admitted, gap, hasReserve: true })}`;
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
