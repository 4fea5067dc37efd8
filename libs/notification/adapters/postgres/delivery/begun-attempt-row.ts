import type { BegunAttempt } from '../../../application/ports/delivery-repository.js';
import type { FailureReason } from '../../../domain/message/delivery.js';
import type { Template } from '../../../domain/message/message.js';

export interface BegunAttemptRow {
  readonly application: string;
  readonly id: string;
  readonly user_id: string | null;
  readonly code_id: string | null;
  readonly notice_id: string | null;
  readonly channel: 'mail' | 'sms';
  readonly template: Template | null;
  /** Of an order that another round has overtaken also `queued`, which then is not looked at. */
  readonly state: 'sending' | 'sent' | 'failed';
  readonly attempts: number;
  readonly not_before: Date;
  readonly deadline: Date;
  readonly provider: string | null;
  readonly provider_message_id: string | null;
  readonly last_answer: string | null;
  readonly failure: FailureReason | null;
  readonly round: number;
  readonly now: Date;
}

/** @param round of the order that asked for the attempt */
export function begunAttemptOf(row: BegunAttemptRow, round: number): BegunAttempt {
  return { delivery: row.round === round ? deliveryOf(row) : { state: 'overtaken' }, now: row.now };
}

function deliveryOf(row: BegunAttemptRow): Exclude<BegunAttempt['delivery'], { state: 'overtaken' }> {
  const attempted = {
    application: row.application,
    id: row.id,
    userId: row.user_id,
    codeId: row.code_id,
    noticeId: row.notice_id,
    channel: row.channel,
    notBefore: row.not_before,
    deadline: row.deadline,
    attempts: row.attempts,
    round: row.round,
  };
  const { state, template } = row;
  if (state === 'sending') return { ...attempted, state };
  if (state === 'sent') {
    return { ...attempted, state, template, provider: known(row.provider), providerMessageId: row.provider_message_id };
  }
  const { provider, last_answer: lastAnswer } = row;
  return { ...attempted, state, template, provider, reason: known(row.failure), lastAnswer };
}

function known<T>(value: T | null): T {
  if (value === null) throw new Error('A delivery at its end lacks how it ended');
  return value;
}
