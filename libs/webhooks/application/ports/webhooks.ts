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

  /** The webhook with the version of its new secret; null where there is none. */
  rotate(
    write: WebhookWrite & { readonly keyId: string; readonly overlapSeconds: number },
    context: CommandContext,
  ): Promise<{ readonly webhook: Webhook; readonly secretVersion: number } | null>;

  ping(write: WebhookWrite, context: CommandContext): Promise<boolean>;
}
