import type { Sql } from '@gatehouse/platform/postgres';
import type { RecipientKey } from '../../../application/ports/proof-codes.js';
import type { MessageLimits } from '../../../domain/policy.js';
import { networkSlot, textSlot } from './message-counts.js';
import { type Gap, recipientSlot, resetSlot } from './recipient-slot.js';
import { reserveSlot } from './reserve.js';

export interface SlotOptions {
  /** A message within the gap is put off, or refused. A reset is refused within the gap after another reset alone. */
  readonly gap: Gap;
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
export function messageSlot(
  sql: Sql,
  key: RecipientKey,
  limits: MessageLimits,
  { gap, textsPerDay = null, holderId, holderHash, isPending = false }: SlotOptions,
) {
  const source = sql`clock, holder`;
  const { application } = key;
  const byNetwork = networkSlot(sql, key, limits, { source, messages: 1 });
  const texts = textSlot(sql, application, textsPerDay, { source, admitted: byNetwork.admitted });
  const allowed = textsPerDay === null ? byNetwork.admitted : texts.admitted;
  const resets = resetSlot(sql, key, limits, { source, admitted: allowed });
  const admitted = gap === 'of-resets' ? resets.admitted : allowed;
  return sql`
  clock as materialized (select gatehouse.now() as now),
  ${holderOf(sql, application, { holderId, holderHash, isPending })},
  ${byNetwork.expression},
  ${texts.expression},
  ${gap === 'of-resets' ? sql`${resets.expression},` : sql``}
  ${reserveSlot(sql, key, limits, { source, admitted })},
  ${recipientSlot(sql, key, limits, { name: 'slot', source, admitted, gap, hasReserve: true })}`;
}

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
