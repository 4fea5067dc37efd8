import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { decided, type Sql } from '@gatehouse/platform/postgres';
import type { CodeMessageLimits, NewCode } from '../../../application/ports/codes.js';
import type { RecipientKey } from '../../../application/ports/message-history.js';
import type { CodeEvent } from '../../../domain/code/issue-code.js';
import { purposes } from '../../../domain/code/purposes.js';
import { messageSlot } from '../sql/message-slot.js';
import { writeCode } from '../sql/write-code.js';
import { writeNotice } from '../sql/write-notice.js';

/** The event of a code, with the time from which its message may be sent: that of its slot. */
export const issuedEvent = (event: CodeEvent, slot: 'slot' | 'text_slot' = 'slot') =>
  eventsOfRows(slot, event, { data: { sendAfter: 'send_after' } });

/** Takes a message slot and, where there is a code, writes it and voids the user's earlier ones to another target. */
export function issueCodeStatement(
  sql: Sql,
  key: RecipientKey,
  next: NewCode | null,
  limits: CodeMessageLimits,
  context: CommandContext,
) {
  const { application } = key;
  const purpose = next && purposes[next.code.purpose];
  const slot = messageSlot(sql, key, limits, {
    gap: purpose?.gapBucket ? { bucket: purpose.gapBucket } : 'refuse',
    textsPerDay: limits.textsPerDay,
    holder: next?.code.userId ? { id: next.code.userId, states: purposes[next.code.purpose].admits } : null,
    holderHash: next?.asked?.provenHash,
  });
  const events = next ? [issuedEvent(next.event), ...(next.asked?.events ?? [])] : [];
  const audit = next?.act && ({ ...next.act, mayBeOwn: true } as const);
  const record = commandRecord(sql, context, { cause: 'slot', events, answer: {}, ...(audit && { audit }) });
  if (!next) return sql`with ${slot} ${record.expressions} ${decided(sql, sql`select 1 from slot`)}`;
  const { userId, target } = next.code;
  const { asked } = next;
  return sql`
    with ${slot},
    voided as (
      update gatehouse.activation_codes as code set voided_at = clock.now
      from slot, clock
      where code.application = ${application} and code.user_id = ${userId} and code.purpose = ${next.code.purpose}
        and code.target <> ${target} and code.consumed_at is null and code.voided_at is null
      returning 1
    ),
    ${writeCode(sql, application, next.code)}
    ${asked ? sql`, ${writeNotice(sql, application, asked.notice, sql`slot, holder`)}` : sql``}
    ${record.expressions}
    ${decided(sql, sql`select ${record.wake} from slot`)}`;
}
