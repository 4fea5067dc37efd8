import type { DomainEvent } from '@gatehouse/kernel';

/** Events go to another address. The event's subject is the webhook, here and in the others. */
export type WebhookCreated = DomainEvent<
  'webhook.created.v1',
  { readonly webhookId: string; readonly types: readonly string[] | null }
>;

/** The fields are named; what they hold is the webhook's. */
export type WebhookChanged = DomainEvent<
  'webhook.changed.v1',
  { readonly webhookId: string; readonly fields: readonly string[] }
>;

/** Nothing goes there any more. */
export type WebhookDeleted = DomainEvent<'webhook.deleted.v1', { readonly webhookId: string }>;

export type WebhookSecretRotated = DomainEvent<'webhook.secret-rotated.v1', { readonly webhookId: string }>;

/** `failing`: nothing was delivered for three days. `gone`: it answered 410. */
export type WebhookDisabled = DomainEvent<
  'webhook.disabled.v1',
  { readonly webhookId: string; readonly reason: 'failing' | 'gone' }
>;

/** Somebody tries whether it works. Goes to this webhook and to no other, whatever types it asks for. */
export type WebhookPinged = DomainEvent<'webhook.pinged.v1', { readonly webhookId: string }>;

/** Deliveries are to be made once more. Goes to no webhook. */
export type DeliveriesReplayed = DomainEvent<
  'webhook-deliveries.replayed.v1',
  { readonly webhookId: string; readonly deliveryIds: readonly string[] }
>;

export type WebhooksEvent =
  | WebhookCreated
  | WebhookChanged
  | WebhookDeleted
  | WebhookSecretRotated
  | WebhookDisabled
  | WebhookPinged
  | DeliveriesReplayed;

/** The types that somebody follows, by their names. */
export const webhooksEventTypes = {
  webhookCreated: 'webhook.created.v1',
  webhookPinged: 'webhook.pinged.v1',
  webhookDeliveriesReplayed: 'webhook-deliveries.replayed.v1',
} as const satisfies Readonly<Record<string, WebhooksEvent['type']>>;
