import type { Direction, Translate } from '@gatehouse/platform/i18n';

/**
 * In text that runs from right to left, keeps a value such as a Latin name from pulling its surroundings out of
 * order: each stands between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9, section 2.4).
 */
export function isolating(translate: Translate, direction: Direction): Translate {
  if (direction === 'ltr') return translate;
  return (key, values = {}) => {
    const entries = Object.entries(values);
    const isolated = entries.map(([name, value]) => [name, typeof value === 'string' ? `\u2068${value}\u2069` : value]);
    return translate(key, Object.fromEntries(isolated));
  };
}
