import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { decided, type Sql } from '@gatehouse/platform/postgres';
import type { CodeMessageLimits, NewCode } from '../../../application/ports/codes.js';
import type { RecipientKey } from '../../../application/ports/message-history.js';
import type { CodeEvent, IssuedCode } from '../../../domain/code/code.js';
import { purposes } from '../../../domain/code/purposes.js';
import { messageSlot } from '../sql/message-slot.js';
import { purposeText } from '../sql/purposes.js';
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

/** The code, sent when the slot begins; numbered after the earlier ones of the same purpose. */
export const writeCode = (sql: Sql, application: string, code: IssuedCode) => sql`
  code as (${insertCode(sql, application, code, sql`slot`, {
    number: sql`1 + ${earlierCodes(sql, application, code)}`,
    redirect: sql`coalesce(${code.redirect}::text, ${formerRedirect(sql, application, code)})`,
  })})`;

/** The first code by mail of a person who is written by the same statement: there are no earlier ones to look for. */
export const writeFirstCode = (sql: Sql, application: string, code: IssuedCode) => sql`
  code as (${insertCode(sql, application, code, sql`slot`, firstOf(sql, code))})`;

/** The same for the first by SMS, beside that by mail. */
export const writeFirstPhoneCode = (sql: Sql, application: string, code: IssuedCode) => sql`
  phone_code as (${insertCode(sql, application, code, sql`text_slot`, firstOf(sql, code))})`;

const firstOf = (sql: Sql, { redirect }: IssuedCode) => ({ number: sql`1`, redirect: sql`${redirect}::text` });

const insertCode = (
  sql: Sql,
  application: string,
  code: IssuedCode,
  slot: ReturnType<Sql>,
  { number, redirect }: ReturnType<typeof firstOf>,
) => sql`
    insert into gatehouse.activation_codes (application, id, user_id, purpose, channel, target, target_deliverable,
      key_id, number, digits, life_seconds, max_attempts, issued_at, send_after, credentials_version,
      redirect)
    select ${application}, ${code.id}, ${code.userId}, ${code.purpose}, ${code.channel}, ${code.target},
      ${code.targetDeliverable}, ${code.keyId}, ${number},
      ${code.digits}, ${code.lifeSeconds}, ${code.maxAttempts}, clock.now, slot.send_after,
      ${purposes[code.purpose].endsWithPassword ? sql`(select credentials_version from holder)` : sql`null::integer`},
      ${redirect}
    from ${slot} as slot, clock
    returning 1`;

/** A further code leads where the one before it did. Whom an address' codes are for is not known: anyone may ask for them. */
const formerRedirect = (sql: Sql, application: string, { purpose, userId }: IssuedCode) =>
  sql`(select redirect from gatehouse.activation_codes
        where application = ${application} and user_id = ${userId}::uuid and purpose = ${purpose}
        order by issued_at desc limit 1)`;

/** Of the user, or of the address within a day. */
const earlierCodes = (sql: Sql, application: string, { purpose, userId, target }: IssuedCode) =>
  purposes[purpose].holder === 'address'
    ? sql`(select count(*) from gatehouse.activation_codes, clock
        where application = ${application} and target = ${target} and purpose = ${purposeText(sql, purpose)}
          and issued_at > clock.now - interval '1 day')`
    : sql`(select count(*) from gatehouse.activation_codes
        where application = ${application} and user_id = ${userId} and purpose = ${purpose})`;
