import type { Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in adapters/express. */
export const notificationRefusals = {
  'message-unknown': 'There is no such message',
  'message-not-dead': 'This message is not a dead letter',
} as const;

export type NotificationRefusalCode = keyof typeof notificationRefusals;
export type NotificationRefusal<Code extends NotificationRefusalCode = NotificationRefusalCode> = Refusal<Code>;
