import type { Sql } from '@gatehouse/platform/postgres';
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
