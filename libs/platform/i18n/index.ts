export { loadWords, type Translate } from './load-words.js';
export { type Direction, directionOf, LOCALES, type Locale } from './locales.js';
export { matchLocale } from './match-locale.js';
export { negotiateLocale } from './negotiate-locale.js';
