import { nextMessageSlot } from '../../domain/message-slot.js';
import type { MessageLimits } from '../../domain/policy.js';
import type { AddressHistory } from '../ports/registrations.js';

export type MessageHistory = Pick<AddressHistory, 'now' | 'messages' | 'networkMessages'>;

/**
 * Seconds until both the recipient's and the network's limits admit another message; 0 when they do now.
 * @param fromNetwork how many messages the network causes at once: one more to each recipient
 */
export function latestRetry(history: MessageHistory, limits: MessageLimits, fromNetwork = 1): number {
  const recipient = nextMessageSlot(history.messages, history.now, limits);
  const network = nextMessageSlot(history.networkMessages, history.now, {
    ...limits,
    perHour: limits.perNetworkAndHour - (fromNetwork - 1),
    perDay: Number.POSITIVE_INFINITY,
  });
  return Math.max(
    recipient.admitted ? 0 : recipient.retryAfterSeconds,
    network.admitted ? 0 : network.retryAfterSeconds,
  );
}
