import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import type { Sql } from '@gatehouse/platform/postgres';
import type { FailedDelivery, QueuedDelivery, RefusedRecipient } from '../../../domain/message/delivery.js';
import { isSuppressedAtOnce, outcomeEvents, REFUSED_AS } from '../../../domain/message/outcome.js';
import { OUTCOME_DATA } from '../sql/outcome-columns.js';
import { suppressed } from '../sql/suppressed.js';

/** A notice may be refused for a day: this many of the latest refusals say what there is to know. */
const REFUSALS_KEPT = 50;

/** As `saveUnsent`, with what the refusal says of the recipient: in the columns, the events and the list that a report changes, too. */
export function saveBounced(sql: Sql, delivery: FailedDelivery, { reason, recipientKey }: RefusedRecipient) {
  const event = outcomeEvents['hard-bounced'];
  const data = { ...OUTCOME_DATA, reason: 'reason' };
  const record = commandRecord(sql, null, {
    cause: 'saved',
    events: [eventsOfRows('saved', event, { application: 'application', subject: 'subject', data })],
  });
  return sql`
  with saved as (
    ${saveUnsent(sql, delivery)}
    returning application, id, user_id, channel, template, provider, coalesce(user_id, id) as subject,
      to_char(gatehouse.now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, ${reason}::text as reason,
      decode(${recipientKey}, 'hex') as recipient_key, ${REFUSED_AS}::text as outcome
  ),
  ${suppressed(sql, sql`(select * from saved where ${isSuppressedAtOnce(reason)}::boolean) as of_mailbox`)}
  ${record.expressions}
  select ${record.wake} where exists (select 1 from saved)`;
}

/** Whatever other attempts are at: each of them finds the same, or was ahead of the erasure, which then finds their record. */
export const saveUnknown = (sql: Sql, { application, id, incarnation, reason }: FailedDelivery) => sql`
  update gatehouse.deliveries set state = 'failed', failure = ${reason}, failed_at = gatehouse.now(), user_id = null,
    recipient_key = null, provider_message_id = null
  where application = ${application} and id = ${id} and created_at = ${incarnation}::text::timestamptz and state <> 'sent'`;

/** Guarded by the attempt: one that another has overtaken must not undo what that one found. */
export const saveUnsent = (sql: Sql, delivery: QueuedDelivery | FailedDelivery) => sql`
  update gatehouse.deliveries set state = ${delivery.state}, template = ${delivery.template},
    last_answer = ${delivery.lastAnswer}, provider = coalesce(${delivery.provider}, provider), not_before = ${delivery.notBefore}
    ${delivery.lastAnswer === null ? sql`` : sql`, refusals = ${withRefusal(sql, delivery)}`}
    ${delivery.state === 'failed' ? sql`, failure = ${delivery.reason}, failed_at = gatehouse.now()` : sql``}
    ${delivery.state === 'failed' && delivery.bounce ? sql`, ${bounceColumns(sql, delivery.bounce)}` : sql``}
  where application = ${delivery.application} and id = ${delivery.id}
    and created_at = ${delivery.incarnation}::text::timestamptz and state = 'sending' and attempts = ${delivery.attempts}`;

const bounceColumns = (sql: Sql, { reason, recipientKey }: RefusedRecipient) => sql`
  outcome = ${REFUSED_AS}, recipient_key = decode(${recipientKey}, 'hex'),
  outcomes = outcomes || jsonb_build_object(${REFUSED_AS}::text, jsonb_build_object('reason', ${reason}::text,
    'at', to_char(gatehouse.now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))`;

const withRefusal = (sql: Sql, { attempts, provider, lastAnswer }: QueuedDelivery | FailedDelivery) => sql`
  case when jsonb_array_length(refusals) < ${REFUSALS_KEPT} then refusals else refusals - 0 end
    || jsonb_build_object('attempt', ${attempts}::int, 'at', gatehouse.now(), 'provider', ${provider}::text,
      'answer', ${lastAnswer}::text)`;
