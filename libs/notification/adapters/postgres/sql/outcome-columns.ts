import type { Sql } from '@gatehouse/platform/postgres';
import type { MessageRecord } from '../../../contract/read-models/message-record.js';

/** The columns of a message that an event of an outcome takes its data from. */
export const OUTCOME_DATA = {
  messageId: 'id',
  userId: 'user_id',
  channel: 'channel',
  template: 'template',
  provider: 'provider',
  at: 'at',
};

/** Of a row `message` of the deliveries: its state, or what its provider has told since. */
export const shownState = (sql: Sql) => sql`
  coalesce(case when message.outcome like '%-bounced' then 'bounced' else message.outcome end, message.state)`;

type Column =
  | 'deferredAt'
  | 'deliveredAt'
  | 'bouncedAt'
  | 'complainedAt'
  | 'unsubscribedAt'
  | 'bounce'
  | 'bounceReason';
export type OutcomeColumns = Pick<MessageRecord, Column>;

/** The times at which that was, by the provider's clock, and what is known of a bounce. */
export const outcomeColumns = (sql: Sql) => sql`
  message.outcomes #>> '{deferred,at}' as "deferredAt", message.outcomes #>> '{delivered,at}' as "deliveredAt",
  coalesce(message.outcomes #>> '{hard-bounced,at}', message.outcomes #>> '{soft-bounced,at}') as "bouncedAt",
  message.outcomes #>> '{complained,at}' as "complainedAt", message.outcomes #>> '{unsubscribed,at}' as "unsubscribedAt",
  case when message.outcomes ? 'hard-bounced' then 'hard' when message.outcomes ? 'soft-bounced' then 'soft' end as bounce,
  coalesce(message.outcomes #>> '{hard-bounced,reason}', message.outcomes #>> '{soft-bounced,reason}') as "bounceReason"`;

export const outcomesOf = (row: OutcomeColumns): OutcomeColumns => ({
  deferredAt: row.deferredAt,
  deliveredAt: row.deliveredAt,
  bouncedAt: row.bouncedAt,
  bounce: row.bounce,
  bounceReason: row.bounceReason,
  complainedAt: row.complainedAt,
  unsubscribedAt: row.unsubscribedAt,
});
