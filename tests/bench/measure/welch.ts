import { mean, median } from './statistics.ts';

/** How two samples of times differ. */
export interface Comparison {
  /** Welch's t of the two: how many standard errors their means lie apart, negative where the first is faster. */
  readonly t: number;
  /** Of the first, less that of the second; in the unit of the samples. */
  readonly medianDifference: number;
}

/** Of every sample so much is compared; what the machine was doing besides is mostly in the rest. */
const KEPT_PERCENT = 95;

/**
 * Welch's t-test of two samples that need neither the same size nor the same variance (B. L. Welch, Biometrika 34,
 * 1947). With thousands of values |t| passes 4.5 by chance about once in 150,000 comparisons of what is the same, which
 * is the bound that leakage tests such as TVLA and dudect use.
 * @throws RangeError for samples of less than two values, or two that never vary
 */
export function welchT(first: readonly number[], second: readonly number[]): number {
  const error = Math.sqrt(variance(first) / first.length + variance(second) / second.length);
  if (!(error > 0)) throw new RangeError('Samples that do not vary cannot be compared');
  return (mean(first) - mean(second)) / error;
}

/**
 * Compares times. A few that are very long, because the machine did something else, would hide a small difference in
 * their variance: t is computed with them and without the slowest of both, and the larger one counts.
 */
export function compareTimes(first: readonly number[], second: readonly number[]): Comparison {
  const limit = [...first, ...second].sort((a, b) => a - b)[
    Math.ceil((KEPT_PERCENT / 100) * (first.length + second.length)) - 1
  ] as number;
  const kept = [first, second].map((sample) => sample.filter((time) => time <= limit)) as [number[], number[]];
  const ts = [welchT(first, second), welchT(...kept)];
  return {
    t: ts.reduce((worst, t) => (Math.abs(t) > Math.abs(worst) ? t : worst)),
    medianDifference: median(first) - median(second),
  };
}

/** Of the population, estimated from the sample. */
function variance(values: readonly number[]): number {
  if (values.length < 2) throw new RangeError('A variance takes two values');
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
