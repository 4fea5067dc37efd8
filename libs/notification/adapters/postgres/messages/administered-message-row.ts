import type { Sql } from '@gatehouse/platform/postgres';
import type { AdministeredMessage, MessageAnswer } from '../../../contract/read-models/administered-message.js';
import { isDeadLetter } from './dead-letter-rows.js';

type Times = 'notBefore' | 'deadline' | 'sentAt' | 'failedAt' | 'droppedAt';
type Refused = Pick<MessageAnswer, 'attempt' | 'at' | 'provider'> & { readonly answer: string };

export type AdministeredMessageRow = {
  readonly [K in Exclude<keyof AdministeredMessage, 'createdAt' | 'answers' | 'recipient'>]: K extends Times
    ? Date | null
    : AdministeredMessage[K];
} & { readonly created_at: Date; readonly refusals: readonly Refused[] };

/** Of a row `message` of the deliveries. */
export const messageColumns = (sql: Sql) => sql`
  message.id, message.user_id as "userId", message.channel, message.template, message.state, message.attempts,
  message.created_at, message.not_before as "notBefore", message.deadline, message.sent_at as "sentAt",
  message.failed_at as "failedAt", message.failure, message.provider,
  message.provider_message_id as "providerMessageId", message.last_answer as "lastAnswer", message.code_id as "codeId",
  message.notice_id as "noticeId", message.round as retries, message.dropped_at as "droppedAt", message.refusals,
  ${isDeadLetter(sql)} as "deadLetter"`;

export function administeredMessageOf(row: AdministeredMessageRow): AdministeredMessage {
  const { id, userId, channel, template, state, attempts, failure, provider, providerMessageId, lastAnswer } = row;
  const { codeId, noticeId, retries, deadLetter } = row;
  return {
    id,
    channel,
    template,
    state,
    attempts,
    createdAt: row.created_at.toISOString(),
    notBefore: at(row.notBefore) ?? '',
    deadline: at(row.deadline) ?? '',
    sentAt: at(row.sentAt),
    failedAt: at(row.failedAt),
    failure,
    provider,
    providerMessageId,
    lastAnswer,
    codeId,
    noticeId,
    userId,
    recipient: null,
    deadLetter,
    retries,
    droppedAt: at(row.droppedAt),
    answers: answersOf(row),
  };
}

const at = (time: Date | null): string | null => time?.toISOString() ?? null;

/** An attempt that was accepted is the row's own end; every other answer was a refusal. */
function answersOf({ refusals, sentAt, attempts, provider, providerMessageId }: AdministeredMessageRow) {
  const refused = refusals.map(
    (refusal): MessageAnswer => ({
      attempt: refusal.attempt,
      at: new Date(refusal.at).toISOString(),
      provider: refusal.provider,
      outcome: 'refused',
      answer: refusal.answer,
      providerMessageId: null,
    }),
  );
  if (sentAt === null || provider === null) return refused;
  const accepted = { attempt: attempts, at: sentAt.toISOString(), provider, outcome: 'accepted' as const };
  return [...refused, { ...accepted, answer: null, providerMessageId }];
}
