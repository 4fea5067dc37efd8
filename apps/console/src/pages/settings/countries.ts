const NAMES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Codes that have a name and are no country: unions, the world, and what is kept for private use or tests. */
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']);

/** The English name of a country, by its ISO 3166 alpha-2 code. */
export const countryName = (code: string): string => NAMES.of(code) ?? code;

/** Every country, by name. */
export const COUNTRIES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
  .filter((code) => !NO_COUNTRY.has(code) && NAMES.of(code) !== undefined)
  .map((code) => ({ value: code, label: `${countryName(code)} (${code})` }))
  .toSorted((one, other) => one.label.localeCompare(other.label, 'en'));
