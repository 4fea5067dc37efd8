import { type Refusal, refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in operations/problems.ts. */
export const webhooksRefusals = {
  'validation-failed': 'Some fields are invalid',
  'webhook-unknown': 'Webhook not found',
  'delivery-unknown': 'Delivery not found',
  'events-archived': 'The cursor is before the beginning of the event log',
  'too-many-webhooks': 'The application has reached its limit of webhooks. Delete one first',
} as const;

export type WebhooksRefusalCode = keyof typeof webhooksRefusals;
export type WebhooksRefusal<Code extends WebhooksRefusalCode = WebhooksRefusalCode> = Refusal<Code>;

/** @param beginning the cursor behind which the log begins */
export const eventsArchived = (beginning: string): WebhooksRefusal<'events-archived'> =>
  refusal('events-archived', {
    detail: `Events up to ${beginning} are archived. Continue after this cursor`,
    detailCode: 'events-archived',
    values: { beginning },
    nextAfter: beginning,
  });
