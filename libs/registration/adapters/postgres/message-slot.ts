import type { Sql } from '@gatehouse/platform/postgres';
import type { AddressKey } from '../../application/ports/registrations.js';
import type { MessageLimits } from '../../domain/policy.js';
import { type Gap, isOwnNetwork, networkSlot, recipientSlot, resetSlot, textSlot } from './message-counts.js';

export interface SlotOptions {
  /** A message within the gap is put off, or refused. A reset is refused within the gap after another reset alone. */
  readonly gap: Gap;
  /** For an SMS: how many the application sends within a day. */
  readonly textsPerDay?: number | null;
  /** Whoever asks has proven the address' password: the reserve is theirs. */
  readonly isProven?: boolean;
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
  { application, email, network }: AddressKey,
  limits: MessageLimits,
  { gap, textsPerDay = null, isProven = false, holderId, holderHash, isPending = false }: SlotOptions,
) {
  const source = sql`clock, holder`;
  const byNetwork = networkSlot(sql, { application, network }, limits, { source, messages: 1 });
  const texts = textSlot(sql, application, textsPerDay, { source, admitted: byNetwork.admitted });
  const allowed = textsPerDay === null ? byNetwork.admitted : texts.admitted;
  const resets = resetSlot(sql, { application, recipient: email }, limits, { source, admitted: allowed });
  const admitted = gap === 'of-resets' ? resets.admitted : allowed;
  return sql`
  clock as materialized (select gatehouse.now() as now),
  ${holderOf(sql, application, { holderId, holderHash, isPending })},
  trusted as materialized (select ${isProven} or ${isOwnNetwork(sql, application, email, network)} as yes),
  ${byNetwork.expression},
  ${texts.expression},
  ${gap === 'of-resets' ? sql`${resets.expression},` : sql``}
  ${recipientSlot(sql, { application, recipient: email }, limits, { name: 'slot', source, admitted, gap })}`;
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
