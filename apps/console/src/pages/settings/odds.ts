/** The bounds of the presets for a day (docs/security.md). */
const STRICT = 3.3e-6;
const STANDARD = 3.003e-4;

/** A probability as people say it: `1 in 3,330`. */
export const oneIn = (probability: number): string =>
  probability <= 0 ? 'never' : `1 in ${Math.floor(1 / probability).toLocaleString('en')}`;

/** Beside the activation codes of the presets. */
export function ratingOf(probability: number): 'strict' | 'standard' | 'weak' {
  // Sums of powers of ten are not exact.
  const isWithin = (bound: number) => probability <= bound * (1 + 1e-9);
  if (isWithin(STRICT)) return 'strict';
  return isWithin(STANDARD) ? 'standard' : 'weak';
}
