import type { Webhook } from '../webhook.js';

/** An application's webhooks, the oldest first. */
export interface FindWebhooks {
  execute(query: { readonly application: string }): Promise<Webhook[]>;
}
