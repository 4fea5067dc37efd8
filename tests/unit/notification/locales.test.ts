import { readdirSync, readFileSync } from 'node:fs';
import { LOCALES } from '@gatehouse/platform/i18n';

const folder = new URL('../../../libs/notification/adapters/templates/locales/', import.meta.url);

/** Every string of a language by its path: `activation-code.subject`. */
function stringsOf(locale: string): Map<string, string> {
  const strings = new Map<string, string>();
  const walk = (node: object, path: string): void => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'string') strings.set(`${path}${key}`, value);
      else walk(value, `${path}${key}.`);
    }
  };
  walk(JSON.parse(readFileSync(new URL(`${locale}.json`, folder), 'utf8')), '');
  return strings;
}

const withoutPlural = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');
const placeholdersOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => String(name)))].sort();

const english = stringsOf('en');
const keys = new Set([...english.keys()].map(withoutPlural));
const plurals = new Set([...english.keys()].filter((key) => key !== withoutPlural(key)).map(withoutPlural));

const original = (key: string): string => english.get(key) ?? english.get(`${withoutPlural(key)}_other`) ?? '';

it('every language has its file, and every file is a language', () => {
  expect(readdirSync(folder).sort()).toEqual(LOCALES.map((locale) => `${locale}.json`).sort());
});

describe.each(LOCALES)('the words in %s', (locale) => {
  const strings = stringsOf(locale);

  it('are there for every key, and for no other', () => {
    expect(new Set([...strings.keys()].map(withoutPlural))).toEqual(keys);
  });

  it('have each form of a plural that the language has', () => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const wanted = [...plurals].flatMap((key) => forms.map((form) => `${key}_${form}`)).sort();
    expect([...strings.keys()].filter((key) => key !== withoutPlural(key)).sort()).toEqual(wanted);
  });

  it.each([...strings])('%s speaks of the same things as in English', (key, text) => {
    // Some languages say "one" and "two" in words of their own, without the number.
    if (/_(one|two)$/.test(key)) expect(['count', undefined]).toContain(placeholdersOf(text)[0]);
    else expect(placeholdersOf(text)).toEqual(placeholdersOf(original(key)));
  });

  it.each([...strings])('%s is one tidy line without broken placeholders', (_key, text) => {
    expect(text).toBe(text.trim());
    expect(text).not.toMatch(/[\p{Cc}<>]|\$t\(/u);
    expect(text.replace(/{{\w+}}/g, '')).not.toMatch(/[{}]/);
    expect(text).not.toBe('');
  });
});

it('French keeps a no-break space before high punctuation', () => {
  for (const [key, text] of stringsOf('fr'))
    expect({ key, text }).toEqual({ key, text: expect.not.stringMatching(/[^\u00A0][:;?!]/) });
});

it.each(LOCALES.filter((locale) => locale !== 'en'))('no sentence was forgotten in English in %s', (locale) => {
  const sentences = [...stringsOf(locale)].filter(([, text]) => text.includes(' ') && !text.startsWith('{{'));
  expect(sentences.filter(([key, text]) => english.get(key) === text)).toEqual([]);
});
