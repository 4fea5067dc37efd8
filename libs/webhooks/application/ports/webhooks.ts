import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type {
  WebhookChanged,
  WebhookCreated,
  WebhookDeleted,
  WebhookPinged,
  WebhookSecretRotated,
  WebhooksEvent,
} from '../../contract/events.js';
import type { Webhook } from '../../contract/webhook.js';
import type { ChangedSettings, WebhookSettings } from '../../domain/webhook/change-webhook.js';

/** A write and the fact that it brings about. */
export interface WebhookWrite<E extends WebhooksEvent> {
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
