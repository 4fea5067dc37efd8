const LANGUAGES = {
  en: () => import('../words/en.json', { with: { type: 'json' } }),
  fr: () => import('../words/fr.json', { with: { type: 'json' } }),
  de: () => import('../words/de.json', { with: { type: 'json' } }),
  es: () => import('../words/es.json', { with: { type: 'json' } }),
  ar: () => import('../words/ar.json', { with: { type: 'json' } }),
  ja: () => import('../words/ja.json', { with: { type: 'json' } }),
};

/** Everything that the components say, by key. */
export type Words = Awaited<ReturnType<(typeof LANGUAGES)['en']>>['default'];
export type Key = keyof Words;

export type Language = keyof typeof LANGUAGES;

const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

/** The first of these BCP 47 tags whose language there are words for; English where there is none. */
export function languageOf(wished: readonly string[]): Language {
  const primary = wished.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return primary.find(isLanguage) ?? 'en';
}

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

const known = new Map<Language, Words>();

/** The words of a language that a component of this page speaks already. */
export const knownWords = (language: Language): Words | null => known.get(language) ?? null;

export async function loadWords(language: Language): Promise<Words> {
  const words = (await LANGUAGES[language]()).default;
  known.set(language, words);
  return words;
}

/** Puts values in the place of `{name}`. They stay text: whatever they spell, nothing of it is looked up. */
export const filled = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));

/** Minutes and seconds, as in `1:05`. */
export const clockTime = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
