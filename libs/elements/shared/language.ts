import type { ReactiveController, ReactiveControllerHost } from 'lit';

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

/** Before words that could not be loaded are requested again. */
const PAUSE_MS = 5_000;

/** Loads the words of a component's language: once for the page, and again after a failure. */
export class WordsLoader implements ReactiveController {
  #language: Language | null = null;
  #hasFailed = false;
  #isOnPage = false;
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #again = () => {
    if (this.#hasFailed && this.#language !== null) void this.#request(this.#language);
  };

  constructor(
    host: ReactiveControllerHost,
    private readonly take: (words: Words) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#isOnPage = true;
    addEventListener('online', this.#again);
    this.#again();
  }

  hostDisconnected(): void {
    this.#isOnPage = false;
    removeEventListener('online', this.#again);
    clearTimeout(this.#pause);
  }

  load(language: Language): void {
    this.#language = language;
    const words = known.get(language);
    if (words) this.#finish(words);
    else void this.#request(language);
  }

  async #request(language: Language): Promise<void> {
    clearTimeout(this.#pause);
    this.#hasFailed = false;
    const loaded = await LANGUAGES[language]().catch(() => null);
    if (loaded) known.set(language, loaded.default);
    if (this.#language === language) this.#finish(loaded?.default ?? null);
  }

  #finish(words: Words | null): void {
    clearTimeout(this.#pause);
    this.#hasFailed = words === null;
    if (words) this.take(words);
    else if (this.#isOnPage) this.#pause = setTimeout(this.#again, PAUSE_MS);
  }
}

/** Puts values in the place of `{name}`. They stay text: whatever they spell, nothing of it is looked up. */
export const filled = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));

/** Minutes and seconds, as in `1:05`. */
export const clockTime = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
