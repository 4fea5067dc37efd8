import type { DeliveryState, WebhookDelivery } from '../../contract/read-models/delivery-page.js';
import type { Webhook } from '../../contract/webhook.js';

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
