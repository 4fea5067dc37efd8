import type { Translate } from '@gatehouse/platform/i18n';

const UNITS = [
  ['hour', 3600],
  ['minute', 60],
] as const;

/** `one minute` for 60, `90 seconds` for 90: the largest unit that says it without a remainder. */
export function durationInWords(seconds: number, translate: Translate): string {
  const [unit, length] = UNITS.find(([, length]) => seconds >= length && seconds % length === 0) ?? ['second', 1];
  return translate(`duration.${unit}`, { count: seconds / length });
}
