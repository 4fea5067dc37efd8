import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type {
  WebhookChanged,
  WebhookCreated,
  WebhookDeleted,
  WebhookPinged,
  WebhookSecretRotated,
  WebhooksEvent,
} from '../../contract/events.js';
import type { DeliveryState, WebhookDelivery } from '../../contract/queries/find-deliveries.js';
import type { Webhook } from '../../contract/queries/find-webhooks.js';
import type { ChangedSettings, WebhookSettings } from '../../domain/webhook/webhook.js';

/** A write and the fact that it brings about. */
interface WebhookWrite<E extends WebhooksEvent> {
  readonly webhookId: string;
  readonly event: NewEvent<E>;
}

export interface FoundWebhook {
  readonly settings: WebhookSettings;
  readonly version: number;
  readonly webhook: Webhook;
  readonly secretVersion: number;
}

/** Keeps webhooks. Each write is one atomic statement with its event and its line in the audit log. */
export interface Webhooks {
  find(application: string, webhookId: string): Promise<FoundWebhook | null>;

  add(
    write: WebhookWrite<WebhookCreated> & {
      readonly settings: Omit<WebhookSettings, 'enabled'>;
      readonly keyId: string;
    },
    context: CommandContext,
  ): Promise<Webhook | 'full'>;

  /** Null where somebody else was faster. */
  save(
    write: WebhookWrite<WebhookChanged> & ChangedSettings & { readonly version: number },
    context: CommandContext,
  ): Promise<Webhook | null>;

  remove(write: WebhookWrite<WebhookDeleted>, context: CommandContext): Promise<boolean>;

  /**
   * Puts the next secret in the place of the one of `secretVersion`, and answers until when that one goes on; null where
   * somebody else was faster, or the webhook is gone.
   */
  rotate(
    write: WebhookWrite<WebhookSecretRotated> & {
      readonly keyId: string;
      readonly overlapSeconds: number;
      readonly secretVersion: number;
    },
    context: CommandContext,
  ): Promise<{ readonly previousUntil: Date | null } | null>;

  ping(write: WebhookWrite<WebhookPinged>, context: CommandContext): Promise<boolean>;
}

/** Decides where webhooks may lead. What a name resolves to is looked at again at each connection. */
export interface Destinations {
  accepts(url: string): boolean;
}

/** Names a secret: from this it can be made at any time, so it is kept nowhere. */
export interface SecretName {
  readonly application: string;
  readonly webhookId: string;
  readonly keyId: string;
  readonly version: number;
}

/** Makes the secrets by which receivers know that a delivery is ours. */
export interface WebhookSecrets {
  /** The key that new secrets are made with. */
  readonly currentKeyId: string;
  /** `whsec_` and 32 bytes in Base64; null where the key is not there any more. */
  secretOf(name: SecretName): string | null;
}

/** Webhooks and their deliveries as administrators read them. */
export interface WebhookViews {
  /** The oldest first. */
  ofApplication(application: string): Promise<Webhook[]>;
  /**
   * The newest first; null where the application has no such webhook.
   * @param page.after id of the last one of the page before
   */
  deliveries(page: {
    readonly application: string;
    readonly webhookId: string;
    readonly state: DeliveryState | null;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<WebhookDelivery[] | null>;
}
