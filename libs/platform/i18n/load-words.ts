import { readFileSync } from 'node:fs';
import { createInstance, type TFunction } from 'i18next';
import { LOCALES, type Locale } from './locales.js';

export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/**
 * The words of each language. Values go into them as they are: escaping belongs to the part that is written.
 * @param folder one JSON file per language, named after it: `en.json`
 * @param locales those that have a file; where a language lacks a key, `en` is asked, and the key is the last resort
 */
export function loadWords(folder: URL, locales: readonly Locale[] = LOCALES): (locale: Locale) => Translate {
  const i18n = createInstance({
    initAsync: false,
    lng: LOCALES[0],
    fallbackLng: LOCALES[0],
    supportedLngs: LOCALES,
    resources: Object.fromEntries(locales.map((locale) => [locale, { translation: read(folder, locale) }])),
    interpolation: { escapeValue: false },
  });
  void i18n.init();
  const translators = new Map<Locale, TFunction>(LOCALES.map((locale) => [locale, i18n.getFixedT(locale)]));
  return (locale) => {
    const translate = translators.get(locale) as TFunction;
    // `nest: false`: a value that spells `$t(…)` is text like any other.
    return (key, values) => translate(key, { ...values, nest: false });
  };
}

const read = (folder: URL, locale: Locale): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`${locale}.json`, folder), 'utf8'));
