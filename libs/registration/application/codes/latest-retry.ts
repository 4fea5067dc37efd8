import { nextMessageSlot } from '../../domain/message-slot.js';
import { type MessageLimits, OWN_RESERVE, wideNetworkLimit } from '../../domain/policy.js';
import type { MessageHistory } from '../ports/registrations.js';

const UNLIMITED = Number.POSITIVE_INFINITY;

export interface Asking {
  /** How many messages the network causes at once: one more to each recipient. */
  readonly fromNetwork?: number;
}

/** Seconds until the limits of recipient and network admit another message; 0 when they do now. */
export function latestRetry(history: MessageHistory, limits: MessageLimits, { fromNetwork = 1 }: Asking = {}): number {
  const wait = (times: readonly Date[], perHour: number, perDay: number): number => {
    const slot = nextMessageSlot(times, history.now, { ...limits, perHour, perDay });
    return slot.admitted ? 0 : slot.retryAfterSeconds;
  };
  const ofNetwork = (times: readonly Date[], perHour: number) => wait(times, perHour - (fromNetwork - 1), UNLIMITED);
  const { messages, messagesAnywhere, reserve } = history;
  const reserved = reserve ? wait(reserve.used, OWN_RESERVE.perHour, OWN_RESERVE.perDay) : UNLIMITED;
  const anywhere = (more: number) => wait(messagesAnywhere, UNLIMITED, limits.perDayAnywhere + more);
  return Math.max(
    Math.min(wait(messages, limits.perHour, limits.perDay), reserved),
    Math.min(anywhere(0), reserve?.isOwn ? Math.max(anywhere(OWN_RESERVE.perDay), reserved) : UNLIMITED),
    ofNetwork(history.networkMessages, limits.perNetworkAndHour),
    ofNetwork(history.wideNetworkMessages, wideNetworkLimit(limits)),
  );
}
