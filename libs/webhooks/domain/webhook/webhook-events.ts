import type { NewEvent, UnfinishedEvent } from '@gatehouse/kernel';
import type {
  DeliveriesReplayed,
  WebhookChanged,
  WebhookCreated,
  WebhookDeleted,
  WebhookDisabled,
  WebhookPinged,
  WebhookSecretRotated,
} from '../../contract/events.js';
import type { Decision } from '../delivery/decide-after-answer.js';

export const webhookCreated = (
  id: string,
  webhookId: string,
  types: readonly string[] | null,
): NewEvent<WebhookCreated> => ({ id, subject: webhookId, type: 'webhook.created.v1', data: { webhookId, types } });

export const webhookChanged = (id: string, webhookId: string, fields: readonly string[]): NewEvent<WebhookChanged> => ({
  id,
  subject: webhookId,
  type: 'webhook.changed.v1',
  data: { webhookId, fields },
});

export const webhookDeleted = (id: string, webhookId: string): NewEvent<WebhookDeleted> => ({
  id,
  subject: webhookId,
  type: 'webhook.deleted.v1',
  data: { webhookId },
});

export const webhookSecretRotated = (id: string, webhookId: string): NewEvent<WebhookSecretRotated> => ({
  id,
  subject: webhookId,
  type: 'webhook.secret-rotated.v1',
  data: { webhookId },
});

export const webhookPinged = (id: string, webhookId: string): NewEvent<WebhookPinged> => ({
  id,
  subject: webhookId,
  type: 'webhook.pinged.v1',
  data: { webhookId },
});

/** What is to be said of a webhook should this answer be one bad answer too many. */
export const webhookDisabled = (id: string, webhookId: string, decision: Decision): NewEvent<WebhookDisabled> => ({
  id,
  subject: webhookId,
  type: 'webhook.disabled.v1',
  data: { webhookId, reason: decision.kind === 'failed' && decision.failure === 'gone' ? 'gone' : 'failing' },
});

export type UnfinishedReplay = NewEvent<UnfinishedEvent<DeliveriesReplayed, 'deliveryIds'>>;

/** One delivery is ordered again. */
export const deliveryReplayed = (id: string, webhookId: string, deliveryId: string): NewEvent<DeliveriesReplayed> => ({
  id,
  subject: webhookId,
  type: 'webhook-deliveries.replayed.v1',
  data: { webhookId, deliveryIds: [deliveryId] },
});

/** Those of a time are ordered again; which ones, only the statement that orders them finds out. */
export const deliveriesReplayed = (id: string, webhookId: string): UnfinishedReplay => ({
  id,
  subject: webhookId,
  type: 'webhook-deliveries.replayed.v1',
  data: { webhookId },
  awaits: ['deliveryIds'],
});
