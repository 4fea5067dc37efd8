export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;

export interface WebhookSearch {
  readonly state?: (typeof DELIVERY_STATES)[number];
}
