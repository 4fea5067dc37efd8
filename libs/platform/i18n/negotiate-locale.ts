import { LOCALES, type Locale } from './locales.js';
import { matchLocale } from './match-locale.js';

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
