import type { Sql } from '@gatehouse/platform/postgres';
import type { AddressKey, RegistrationLimits } from '../../application/ports/registrations.js';
import { isOwnNetwork, networkSlot, recipientSlot, textSlot } from './message-counts.js';
import { messageSlot } from './message-slot.js';

/**
 * The slots of a sign-up's messages: `slot (send_after)` for the mail and, where a phone is to be proven as well,
 * `text_slot (send_after)` for the SMS. Both or none, and both are put off by a gap. Who loses a race for the last slot
 * of one is counted for the other all the same.
 * @param isProven whoever signs up has proven the address' password before: the reserve is theirs
 */
export function signUpSlots(
  sql: Sql,
  key: AddressKey,
  phone: string | null,
  limits: RegistrationLimits,
  isProven: boolean,
) {
  if (phone === null) return messageSlot(sql, key, limits, { gap: 'put-off', isProven });
  const { application, email, network } = key;
  const source = sql`clock`;
  const byNetwork = networkSlot(sql, key, limits, { source, messages: 2 });
  const texts = textSlot(sql, application, limits.textsPerDay ?? 0, { source, admitted: byNetwork.admitted });
  const slotOf = (name: 'slot' | 'text_slot', recipient: string, admitted: typeof texts.admitted) =>
    recipientSlot(sql, { application, recipient }, limits, { name, source, admitted, gap: 'put-off' });
  return sql`
  clock as materialized (select gatehouse.now() as now),
  trusted as materialized (select ${isProven} or ${isOwnNetwork(sql, application, email, network)} as yes),
  ${byNetwork.expression},
  ${texts.expression},
  ${slotOf('text_slot', phone, texts.admitted)},
  ${slotOf('slot', email, sql`exists (select 1 from text_slot)`)}`;
}
