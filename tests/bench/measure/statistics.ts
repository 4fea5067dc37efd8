/** @throws RangeError for no values */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/**
 * Nearest rank: the smallest value that at least `p` per cent of the values do not exceed; of an even number of values
 * the median is the mean of the middle two.
 * @param p from 0 to 100
 * @throws RangeError for no values
 */
export function percentile(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).sort();
  const rank = Math.max(1, Math.ceil((p / 100) * sorted.length));
  const found = sorted[rank - 1];
  if (found === undefined) throw new RangeError('Nothing was measured');
  const next = sorted[rank];
  return p === 50 && sorted.length % 2 === 0 && next !== undefined ? (found + next) / 2 : found;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Milliseconds, as far as people look at them. */
export const distribution = (values: readonly number[]) => ({
  count: values.length,
  p50: percentile(values, 50),
  p90: percentile(values, 90),
  p99: percentile(values, 99),
  max: percentile(values, 100),
});
