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

/** What an administrator decides of a webhook. */
export interface WebhookSettings {
  readonly url: string;
  /** Null: all. */
  readonly types: readonly string[] | null;
  readonly description: string | null;
  readonly enabled: boolean;
}

type WebhookPatch = { readonly [Field in keyof WebhookSettings]?: WebhookSettings[Field] | undefined };

export interface ChangedSettings {
  readonly settings: WebhookSettings;
  /** Those that are other than before, in the alphabet's order. */
  readonly fields: readonly (keyof WebhookSettings)[];
}

/** Lays a patch over the settings: an absent field stays as it is. */
export function changeSettings(settings: WebhookSettings, patch: WebhookPatch): ChangedSettings {
  const changed: WebhookSettings = {
    url: patch.url ?? settings.url,
    types: patch.types === undefined ? settings.types : distinct(patch.types),
    description: patch.description === undefined ? settings.description : patch.description,
    enabled: patch.enabled ?? settings.enabled,
  };
  const names = ['description', 'enabled', 'types', 'url'] as const;
  return { settings: changed, fields: names.filter((name) => !isSame(settings[name], changed[name])) };
}

export const distinct = (types: readonly string[] | null): readonly string[] | null =>
  types === null ? null : [...new Set(types)].sort();

/** What an application may have, and what a webhook may do before it is left alone. Times in seconds. */
export const webhookPolicy = {
  mostOfAnApplication: 20,
  usualOverlapSeconds: 86_400,
  /** After so many failures in a row nothing is sent but one attempt at a time, to see whether it is back. */
  breakerAfter: 5,
  breakerFirstSeconds: 10,
  breakerLongestSeconds: 600,
  /** How long an attempt holds the others back that comes to see. Longer than an attempt can take. */
  probeSeconds: 20,
  /** Anyone who takes nothing for so long is not there any more. */
  disabledAfterSeconds: 3 * 86_400,
} as const;

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

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
