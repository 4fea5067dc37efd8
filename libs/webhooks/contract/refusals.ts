import type { Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in operations/problems.ts. */
export const webhooksRefusals = {
  'validation-failed': 'Some fields are invalid',
  'webhook-unknown': 'Webhook not found',
  'delivery-unknown': 'Delivery not found',
  'too-many-webhooks': 'The application has reached its limit of webhooks. Delete one first',
} as const;

export type WebhooksRefusalCode = keyof typeof webhooksRefusals;
export type WebhooksRefusal<Code extends WebhooksRefusalCode = WebhooksRefusalCode> = Refusal<Code>;
