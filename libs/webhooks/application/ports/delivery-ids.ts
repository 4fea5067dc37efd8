/** Names the delivery of an event to a webhook: ordered twice, it is one. */
export type DeliveryIdOf = (eventId: string, webhookId: string) => string;
