const FIRST_MS = 200;
const MOST_MS = 5_000;

/** Milliseconds before a try, `tried` times having failed: exponential, with full jitter so that crowds do not return together. */
export function backOff(tried: number, random: number): number {
  return Math.round(random * Math.min(MOST_MS, FIRST_MS * 2 ** tried));
}
