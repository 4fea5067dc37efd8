import type { MessageLimits } from './policy.js';

type MessageSlot =
  | { readonly admitted: true; readonly sendAfter: Date }
  | { readonly admitted: false; readonly retryAfterSeconds: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * When the next message to a recipient may go out.
 * @param earlier times of the messages of the last day, those still to come included, ascending
 */
export function nextMessageSlot(earlier: readonly Date[], now: Date, limits: MessageLimits): MessageSlot {
  const times = earlier.map((time) => time.getTime());
  const blockedUntil = Math.max(
    windowOpensAt(times, HOUR_MS, limits.perHour),
    windowOpensAt(times, DAY_MS, limits.perDay),
  );
  if (blockedUntil > now.getTime()) {
    return { admitted: false, retryAfterSeconds: Math.ceil((blockedUntil - now.getTime()) / 1000) };
  }
  const gapEnds = (times.at(-1) ?? 0) + limits.gapSeconds * 1000;
  return { admitted: true, sendAfter: new Date(Math.max(now.getTime(), gapEnds)) };
}

/** When a sliding window has room for one more: the moment its `limit`-th latest entry leaves it. Long past: it has room now. */
function windowOpensAt(times: readonly number[], windowMs: number, limit: number): number {
  // A request for two messages at once takes one of the limit beforehand, which may leave none: then the latest entry counts.
  return (times.at(-Math.max(limit, 1)) ?? 0) + windowMs;
}
