const MAX_RETRY_AFTER = 3_600;

/** Seconds until a caller may come again, rounded up so far that they tell nothing of what others have done at the address. */
export function coarseSeconds(seconds: number): number {
  const step = seconds <= 10 ? 1 : seconds <= 60 ? 10 : 60;
  return Math.min(Math.max(1, Math.ceil(seconds / step) * step), MAX_RETRY_AFTER);
}
