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
    windowOpensAt(times, now.getTime(), HOUR_MS, limits.perHour),
    windowOpensAt(times, now.getTime(), DAY_MS, limits.perDay),
  );
  if (blockedUntil > now.getTime()) {
    return { admitted: false, retryAfterSeconds: Math.ceil((blockedUntil - now.getTime()) / 1000) };
  }
  const gapEnds = times.length > 0 ? Math.max(...times) + limits.gapSeconds * 1000 : 0;
  return { admitted: true, sendAfter: new Date(Math.max(now.getTime(), gapEnds)) };
}

/** When a sliding window has room for one more: the moment its `limit`-th latest entry leaves it. */
function windowOpensAt(times: readonly number[], now: number, windowMs: number, limit: number): number {
  const inside = times.filter((time) => time > now - windowMs);
  const oldestThatCounts = inside.at(-limit);
  return oldestThatCounts === undefined ? 0 : oldestThatCounts + windowMs;
}
