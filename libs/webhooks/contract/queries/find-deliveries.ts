import type { DeliveryState, WebhookDelivery } from '../read-models/delivery-page.js';

/** Deliveries to a webhook, the newest first; null where the application has no such webhook. */
export interface FindDeliveries {
  execute(query: {
    readonly application: string;
    readonly webhookId: string;
    readonly state: DeliveryState | null;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<WebhookDelivery[] | null>;
}
