/** The languages that this service speaks, the fallback first. */
export const LOCALES = ['en', 'fr', 'de', 'es', 'ar', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];

export type Direction = 'ltr' | 'rtl';

const RIGHT_TO_LEFT: ReadonlySet<Locale> = new Set(['ar']);

export const directionOf = (locale: Locale): Direction => (RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr');
