import type { BegunAttempt } from '../../application/ports/deliveries.js';
import type { SecretName } from '../../application/ports/webhooks.js';
import { webhooksEventTypes } from '../../contract/events.js';

export interface BegunRow {
  readonly webhook_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly attempts: number;
  readonly deadline: Date;
  readonly url: string;
  readonly disabled_reason: string | null;
  readonly secret_key_id: string;
  readonly secret_version: number;
  readonly previous_key_id: string | null;
  readonly previous_version: number | null;
  readonly previous_until: Date | null;
  readonly is_broken: boolean;
  readonly breaker_until: Date | null;
  readonly is_probe: boolean;
  readonly now: Date;
  /** Of the event; null where the log has it no more. */
  readonly subject: string | null;
  readonly data: object | null;
  readonly occurred_at: Date | null;
}

/** What is to be done about a delivery that waits. */
export function begunAttempt(application: string, row: BegunRow): { attempt: BegunAttempt; now: Date } {
  return { attempt: attemptOf(application, row), now: row.now };
}

function attemptOf(application: string, row: BegunRow): BegunAttempt {
  const { now, subject, data, occurred_at, event_id: id, event_type: type } = row;
  if (row.deadline <= now) return { kind: 'end', failure: 'deadline-passed' };
  // A test goes to a webhook that is disabled too: that is when somebody wants to know.
  if (row.disabled_reason !== null && type !== webhooksEventTypes.webhookPinged)
    return { kind: 'end', failure: 'webhook-disabled' };
  if (subject === null || data === null || occurred_at === null) return { kind: 'end', failure: 'event-gone' };
  if (row.is_broken && !row.is_probe && row.breaker_until) return { kind: 'wait', until: row.breaker_until };
  return {
    kind: 'ready',
    webhookId: row.webhook_id,
    url: row.url,
    secrets: secretsOf(application, row),
    event: { id, application, subject, type, data, occurredAt: occurred_at },
    attempts: row.attempts + 1,
    deadline: row.deadline,
  };
}

/** The current one first. */
function secretsOf(application: string, row: BegunRow): readonly SecretName[] {
  const { webhook_id: webhookId, now, previous_key_id, previous_version, previous_until } = row;
  const current = { application, webhookId, keyId: row.secret_key_id, version: row.secret_version };
  if (previous_key_id === null || previous_version === null || !previous_until || previous_until <= now)
    return [current];
  return [current, { application, webhookId, keyId: previous_key_id, version: previous_version }];
}
