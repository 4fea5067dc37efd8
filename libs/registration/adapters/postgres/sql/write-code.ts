import { type EventToAppend, eventRows } from '@gatehouse/platform/events';
import type { Sql } from '@gatehouse/platform/postgres';
import type { NewRegistration } from '../../../application/ports/registrations.js';
import type { IssuedCode } from '../../../domain/code/issue-code.js';
import { purposes } from '../../../domain/code/purposes.js';
import { purposeText } from './purposes.js';

/** The code, sent when the slot begins; numbered after the earlier ones of the same errand. */
export const writeCode = (sql: Sql, application: string, code: IssuedCode) => sql`
  code as (${insertCode(sql, application, code, sql`slot`)})`;

/** The same for a code by SMS that is written beside one by mail. */
export const writePhoneCode = (sql: Sql, application: string, code: IssuedCode) => sql`
  phone_code as (${insertCode(sql, application, code, sql`text_slot`)})`;

const insertCode = (sql: Sql, application: string, code: IssuedCode, slot: ReturnType<Sql>) => sql`
    insert into gatehouse.activation_codes (application, id, user_id, purpose, channel, target, target_deliverable,
      key_id, number, digits, life_seconds, max_attempts, issued_at, send_after, credentials_version)
    select ${application}, ${code.id}, ${code.userId}, ${code.purpose}, ${code.channel}, ${code.target},
      ${code.targetDeliverable}, ${code.keyId},
      1 + ${earlierCodes(sql, application, code)},
      ${code.digits}, ${code.lifeSeconds}, ${code.maxAttempts}, clock.now, slot.send_after,
      ${purposes[code.purpose].endsWithPassword ? sql`(select credentials_version from holder)` : sql`null::integer`}
    from ${slot} as slot, clock
    returning 1`;

/** Of the user, or of the address within a day. */
const earlierCodes = (sql: Sql, application: string, { purpose, userId, target }: IssuedCode) =>
  purposes[purpose].holder === 'address'
    ? sql`(select count(*) from gatehouse.activation_codes, clock
        where application = ${application} and target = ${target} and purpose = ${purposeText(sql, purpose)}
          and issued_at > clock.now - interval '1 day')`
    : sql`(select count(*) from gatehouse.activation_codes
        where application = ${application} and user_id = ${userId} and purpose = ${purpose})`;

/** The events, those about a message with the time from which it may be sent: by SMS, that of `textSlot`. */
export const writeEvents = (
  sql: Sql,
  application: string,
  subject: string,
  events: NewRegistration['events'],
  textSlot: ReturnType<Sql> = sql`slot`,
) => {
  const rows: EventToAppend[] = events.map((event) => ({ ...event, subject }));
  return sql`
    events as (
      insert into gatehouse.event_log (application, id, subject, type, data)
      select event.application, event.id, event.subject, event.type,
        case when event.data ? 'codeId'
          then event.data || jsonb_build_object('sendAfter',
            case when event.data->>'channel' = 'sms' then text_slot.send_after else slot.send_after end)
          else event.data end
      from (${eventRows(sql, application, rows)}) event, slot, ${textSlot} as text_slot
      returning 1
    )`;
};
