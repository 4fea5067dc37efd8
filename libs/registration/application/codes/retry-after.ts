import { nextMessageSlot } from '../../domain/message-slot.js';
import { type MessageLimits, OWN_RESERVE, wideNetworkLimit } from '../../domain/policy.js';
import type { MessageHistory } from '../ports/message-history.js';

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

export interface RequestAsking extends Asking {
  /** What the gap is counted from: the recipient's latest message by default. */
  readonly gapAfter?: Date | null;
}

/** The same for a message that a person asks for: it is refused within the gap, not put off. */
export function retryOnRequest(
  history: MessageHistory,
  limits: MessageLimits,
  { gapAfter = history.messages.at(-1) ?? null, ...asking }: RequestAsking = {},
): number {
  const gapEnds = (gapAfter?.getTime() ?? 0) + limits.gapSeconds * 1000;
  const gapLeft = Math.ceil((gapEnds - history.now.getTime()) / 1000);
  return Math.max(latestRetry(history, limits, asking), gapLeft);
}

/** Seconds until the application may send another SMS; 0 when it may now. */
export function retryOfTexts(textMessages: readonly Date[], now: Date, perDay: number): number {
  const slot = nextMessageSlot(textMessages, now, {
    gapSeconds: 0,
    perHour: UNLIMITED,
    perDay,
    perNetworkAndHour: 0,
    perDayAnywhere: 0,
  });
  return slot.admitted ? 0 : slot.retryAfterSeconds;
}
