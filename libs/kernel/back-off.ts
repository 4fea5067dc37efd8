/** Exponential back-off with equal jitter. */
export interface BackOff {
  /** Longest wait after the first attempt, in whatever unit the answer is to have. */
  readonly first: number;
  /** By what each further attempt multiplies it. */
  readonly growth: number;
  /** Longest wait of all. */
  readonly longest: number;
}

/**
 * How long to wait before the next attempt: between half and the whole of min(longest, first × growth^(attempts-1)). A
 * Retry-After (RFC 9110, section 10.2.3) is a lower bound, stretched by up to a tenth so that not all return at once.
 * @param attempts so far: 1 after the first
 * @param random in [0, 1): spreads what failed together
 * @param asked what the other side asked for; 0: nothing
 */
export function backOff({ first, growth, longest }: BackOff, attempts: number, random: number, asked = 0): number {
  const most = Math.min(longest, first * growth ** (attempts - 1));
  return Math.max(most * (0.5 + random / 2), asked * (1 + random / 10));
}
