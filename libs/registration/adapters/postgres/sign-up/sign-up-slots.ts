import type { Sql } from '@gatehouse/platform/postgres';
import type { AddressKey } from '../../../application/ports/charged-tries.js';
import type { RecipientKey } from '../../../application/ports/message-history.js';
import type { RegistrationLimits } from '../../../application/ports/registrations.js';
import { networkSlot, textSlot } from '../sql/message-counts.js';
import { messageSlot } from '../sql/message-slot.js';
import { recipientSlot } from '../sql/recipient-slot.js';
import { reserveSlot } from '../sql/reserve.js';

/**
 * The slots of a sign-up's messages: `slot (send_after)` for the mail and, where a phone is to be proven as well,
 * `text_slot (send_after)` for the SMS. Both or none, and both are put off by a gap. Who loses a race for the last slot
 * of one is counted for the other all the same.
 * The phone is anybody's: it has no reserve.
 */
export function signUpSlots(
  sql: Sql,
  { email, ...caller }: AddressKey,
  phone: string | null,
  limits: RegistrationLimits,
) {
  const key: RecipientKey = { ...caller, recipient: email };
  if (phone === null) return messageSlot(sql, key, limits, { gap: 'put-off' });
  const { application } = key;
  const source = sql`clock`;
  const byNetwork = networkSlot(sql, key, limits, { source, messages: 2 });
  const texts = textSlot(sql, application, limits.textsPerDay ?? 0, { source, admitted: byNetwork.admitted });
  const texted = { name: 'text_slot', source, admitted: texts.admitted, gap: 'put-off', hasReserve: false } as const;
  const admitted = sql`exists (select 1 from text_slot)`;
  return sql`
  clock as materialized (select gatehouse.now() as now),
  ${byNetwork.expression},
  ${texts.expression},
  ${recipientSlot(sql, { application, recipient: phone }, limits, texted)},
  ${reserveSlot(sql, key, limits, { source, admitted })},
  ${recipientSlot(sql, key, limits, { name: 'slot', source, admitted, gap: 'put-off', hasReserve: true })}`;
}
