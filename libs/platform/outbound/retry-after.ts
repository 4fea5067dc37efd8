type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Longer than anything here waits. */
const LONGEST_SECONDS = 86_400;

/**
 * Retry-After in seconds (RFC 9110, section 10.2.3): a number, or a date; a day at most. A date is measured against the
 * answer's own Date where it has one, so that a difference between the clocks does not count.
 */
export function retryAfterSeconds(headers: Headers, now: Date): number | undefined {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Math.min(Number(value), LONGEST_SECONDS);
  const at = httpDate(value);
  if (at === undefined) return undefined;
  const sentAt = httpDate(headers['date']) ?? now.getTime();
  return Math.min(Math.max(0, (at - sentAt) / 1_000), LONGEST_SECONDS);
}

/** All three forms of an HTTP date begin with a weekday; `Date.parse` alone would take far more for one. */
function httpDate(value: string | string[] | undefined): number | undefined {
  if (typeof value !== 'string' || !/^\s*(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}
