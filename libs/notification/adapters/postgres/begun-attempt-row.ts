import type { BegunAttempt } from '../../application/ports/delivery-repository.js';
import type { FailureReason } from '../../domain/message/delivery.js';
import type { Template } from '../../domain/message/message.js';

export interface BegunAttemptRow {
  readonly application: string;
  readonly id: string;
  readonly user_id: string | null;
  readonly code_id: string | null;
  readonly notice_id: string | null;
  readonly channel: 'mail' | 'sms';
  readonly template: Template | null;
  readonly state: 'sending' | 'sent' | 'failed';
  readonly attempts: number;
  readonly not_before: Date;
  readonly deadline: Date;
  readonly provider: string | null;
  readonly provider_message_id: string | null;
  readonly last_answer: string | null;
  readonly failure: FailureReason | null;
  readonly now: Date;
}

export function begunAttemptOf(row: BegunAttemptRow): BegunAttempt {
  return { delivery: deliveryOf(row), now: row.now };
}

function deliveryOf(row: BegunAttemptRow): BegunAttempt['delivery'] {
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
  };
  const { state, template } = row;
  if (state === 'sending') return { ...attempted, state };
  if (state === 'sent') {
    return { ...attempted, state, template, provider: known(row.provider), providerMessageId: row.provider_message_id };
  }
  return { ...attempted, state, template, reason: known(row.failure), lastAnswer: row.last_answer };
}

function known<T>(value: T | null): T {
  if (value === null) throw new Error('A delivery at its end lacks how it ended');
  return value;
}
