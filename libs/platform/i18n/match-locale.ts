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
