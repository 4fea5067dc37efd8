import type { Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in adapters/express. */
export const webhooksRefusals = {
  'validation-failed': 'Some fields do not meet their rules',
  'webhook-unknown': 'There is no such webhook',
  'delivery-unknown': 'There is no such delivery, or none any more',
  'too-many-webhooks': 'The application has as many webhooks as it may have: delete one first',
} as const;

export type WebhooksRefusalCode = keyof typeof webhooksRefusals;
export type WebhooksRefusal<Code extends WebhooksRefusalCode = WebhooksRefusalCode> = Refusal<Code>;
