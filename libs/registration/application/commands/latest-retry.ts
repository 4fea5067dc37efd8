import { nextMessageSlot } from '../../domain/message-slot.js';
import { type MessageLimits, OWN_RESERVE, wideNetworkLimit } from '../../domain/policy.js';
import type { MessageHistory } from '../ports/registrations.js';

const UNLIMITED = Number.POSITIVE_INFINITY;

export interface Asking {
  /** How many messages the network causes at once: one more to each recipient. */
  readonly fromNetwork?: number;
  /** Whoever asks has proven the address' password: the reserve is theirs. */
  readonly isProven?: boolean;
}

/** Seconds until the limits of recipient and network admit another message; 0 when they do now. */
export function latestRetry(history: MessageHistory, limits: MessageLimits, asking: Asking = {}): number {
  const { fromNetwork = 1, isProven = false } = asking;
  const { now } = history;
  const reserve = isProven || history.isOwnNetwork ? OWN_RESERVE : { perHour: 0, perDay: 0 };
  const ofNetwork = (perHour: number) => ({ ...limits, perHour: perHour - (fromNetwork - 1), perDay: UNLIMITED });
  const slots = [
    nextMessageSlot(history.messages, now, {
      ...limits,
      perHour: limits.perHour + reserve.perHour,
      perDay: limits.perDay + reserve.perDay,
    }),
    nextMessageSlot(history.messagesAnywhere, now, {
      ...limits,
      perHour: UNLIMITED,
      perDay: limits.perDayAnywhere + reserve.perDay,
    }),
    nextMessageSlot(history.networkMessages, now, ofNetwork(limits.perNetworkAndHour)),
    nextMessageSlot(history.wideNetworkMessages, now, ofNetwork(wideNetworkLimit(limits))),
  ];
  return Math.max(...slots.map((slot) => (slot.admitted ? 0 : slot.retryAfterSeconds)));
}
