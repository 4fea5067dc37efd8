import { defaultDeliveryPolicy, noticeDeliveryPolicy } from '../../domain/message/delivery-policy.js';
import type { Deadlines } from '../ports/dead-letters.js';

/** A message that is tried anew has as much time as a new one. */
export const retryDeadlines: Deadlines = {
  codeSeconds: defaultDeliveryPolicy.deadlineSeconds,
  noticeSeconds: noticeDeliveryPolicy.deadlineSeconds,
};
