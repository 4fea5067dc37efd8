import type { CommandContext } from '@gatehouse/kernel';
import type { Webhook } from '../../contract/webhook.js';
import type { ChangedSettings, WebhookSettings } from '../../domain/webhook/change-webhook.js';

/** An event that a write brings about, by its id. */
export interface WebhookWrite {
  readonly webhookId: string;
  readonly eventId: string;
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
    write: WebhookWrite & { readonly settings: Omit<WebhookSettings, 'enabled'>; readonly keyId: string },
    context: CommandContext,
  ): Promise<Webhook | 'full'>;

  /** Null where somebody else was faster. */
  save(
    write: WebhookWrite & ChangedSettings & { readonly version: number },
    context: CommandContext,
  ): Promise<Webhook | null>;

  remove(write: WebhookWrite, context: CommandContext): Promise<boolean>;

  /**
   * Puts the next secret in the place of the one of `secretVersion`, and answers until when that one goes on; null where
   * somebody else was faster, or the webhook is gone.
   */
  rotate(
    write: WebhookWrite & { readonly keyId: string; readonly overlapSeconds: number; readonly secretVersion: number },
    context: CommandContext,
  ): Promise<{ readonly previousUntil: Date | null } | null>;

  ping(write: WebhookWrite, context: CommandContext): Promise<boolean>;
}
