import { defaultDeliveryPolicy, noticeDeliveryPolicy } from '../../domain/message/delivery-policy.js';
import { messageRetried } from '../../domain/message/message-events.js';
import type { MessageRetry } from '../ports/dead-letters.js';

/** A message that is tried again has as much time as a new one. */
export const messageRetry: MessageRetry = {
  codeSeconds: defaultDeliveryPolicy.deadlineSeconds,
  noticeSeconds: noticeDeliveryPolicy.deadlineSeconds,
  event: messageRetried,
};
