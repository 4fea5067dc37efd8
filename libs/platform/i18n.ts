import { readFileSync } from 'node:fs';
import { createInstance, type TFunction } from 'i18next';

/** The languages that this service speaks, the fallback first. */
export const LOCALES = ['en', 'fr', 'de', 'es', 'ar', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];

export type Direction = 'ltr' | 'rtl';

const RIGHT_TO_LEFT: ReadonlySet<Locale> = new Set(['ar']);

export const directionOf = (locale: Locale): Direction => (RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr');

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

/** What a tag may measure (RFC 5646, section 4.4.1). Each takes time by its subtags, and nobody's language has so many. */
const MAX_TAG_LENGTH = 35;

/**
 * The spoken language that suits best: the first wish that is spoken, each tried whole and then with fewer and fewer
 * subtags (RFC 4647 §3.4, Lookup), so that `fr-CA` finds `fr`.
 * @param wished BCP 47 tags, best first; what is no tag or a longer one than any language has is passed over
 * @param spoken at least one tag in canonical form, the fallback first
 */
export function matchLocale<T extends string>(wished: readonly string[], spoken: readonly [T, ...T[]]): T {
  for (const tag of wished) {
    for (let range = canonical(tag); range; range = shortened(range)) {
      const found = spoken.find((locale) => locale === range);
      if (found) return found;
    }
  }
  return spoken[0];
}

function canonical(tag: string): string | undefined {
  if (tag.length > MAX_TAG_LENGTH) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** Drops the last subtag, and with it a singleton that would then stand at the end; empty when none is left. */
function shortened(range: string): string {
  const end = range.lastIndexOf('-');
  const isSingletonBefore = end >= 2 && range[end - 2] === '-';
  return range.slice(0, Math.max(0, isSingletonBefore ? end - 2 : end));
}

/** Nobody reads more languages; a header of thousands costs no more than one of twenty. */
const MOST_RANGES = 20;

/** A language range with its weight (RFC 9110, section 12.4.2): 1 where there is none. */
const RANGE = /^\s*([a-z0-9-]+|\*)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i;

/**
 * The language of ours that suits an `Accept-Language` best (RFC 9110, section 12.5.4): by weight, then by place, each
 * range looked up as RFC 4647, section 3.4, has it. What is no range is passed over.
 * @param fallback where none does, and for `*`
 */
export function negotiateLocale(header: string | undefined, fallback: Locale = LOCALES[0]): Locale {
  if (!header) return fallback;
  const ranges = header.split(',', MOST_RANGES).flatMap((text) => {
    const [, tag, weight = '1'] = RANGE.exec(text) ?? [];
    return tag === undefined ? [] : [{ tag: tag.toLowerCase(), weight: Number(weight) }];
  });
  const refused = new Set(ranges.filter(({ weight }) => weight === 0).map(({ tag }) => tag));
  const spoken = [fallback, ...LOCALES].filter((locale) => !refused.has(locale));
  const wished = ranges.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  return matchLocale(
    wished.map(({ tag }) => (tag === '*' ? (spoken[0] ?? fallback) : tag)),
    [fallback, ...spoken],
  );
}
