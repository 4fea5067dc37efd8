type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Retry-After in seconds (RFC 9110 §10.2.3): a number, or a date. A day at most: longer is the deadline's business. */
export function retryAfterSeconds({ 'retry-after': value }: Headers, now: Date): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Math.min(Number(value), LONGEST);
  // Every form of an HTTP date begins with a weekday; `Date.parse` alone takes far more for one.
  const at = /^\s*(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, (at - now.getTime()) / 1_000), LONGEST);
}

const LONGEST = 86_400;
