import { readFileSync } from 'node:fs';
import { LOCALES } from '@gatehouse/platform/i18n';
import { activationPage, PAGE_POLICY } from '@gatehouse/web';

const file = { href: '/pages/file-0123', integrity: 'sha384-abc' };
const render = (changes: Partial<Parameters<typeof activationPage>[0]> = {}): string =>
  activationPage({
    locale: 'en',
    application: { slug: 'shop', name: 'The Shop' },
    redirect: null,
    basePath: '',
    files: { icon: file, style: file, form: file, activation: file, reset: file, emailUndo: file },
    ...changes,
  });

const wordsOf = (locale: string): Map<string, string> => {
  const url = new URL(`../../../apps/web/pages/words/${locale}.json`, import.meta.url);
  const flatten = (value: object, prefix: string): [string, string][] =>
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'string' ? [[`${prefix}${key}`, inner]] : flatten(inner, `${prefix}${key}.`),
    );
  return new Map(flatten(JSON.parse(readFileSync(url, 'utf8')), ''));
};
const placeholders = (text = ''): readonly string[] => (text.match(/{{\w+}}/g) ?? []).toSorted();

describe.each(LOCALES)('the activation page in %s', (locale) => {
  it('says everything in its own language', () => {
    const [words, english] = [wordsOf(locale), wordsOf('en')];
    expect([...words.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    for (const [key, text] of english) {
      expect({ key, placeholders: placeholders(words.get(key)) }).toEqual({ key, placeholders: placeholders(text) });
      const mayBeAlike = locale === 'en' || ['code'].includes(key);
      if (!mayBeAlike) expect({ key, text: words.get(key) }).not.toEqual({ key, text });
    }
  });

  it('has no gap and no key in place of words', () => {
    const page = render({ locale });
    expect(page).toContain(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}">`);
    expect(page).not.toMatch(/{{|}}|undefined|outcome\./);
  });
});

describe('the activation page', () => {
  it('shows an application’s name as text, whatever it is', () => {
    const page = render({ application: { slug: 'shop', name: '<img src=x onerror="alert(1)"> {{7*7}} $t(title)' } });
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; {{7*7}} $t(title)');
  });

  it('lets an address to go on to be nothing but an address', () => {
    expect(render({ redirect: 'https://shop.example/?a="><script>&b=\'' })).toContain(
      'href="https://shop.example/?a=&quot;&gt;&lt;script&gt;&amp;b=&#39;"',
    );
    expect(render()).not.toContain('id="onward"');
  });

  it('has no script or style within, and a policy that would not run one', () => {
    expect(render()).not.toMatch(/<style|style=|<script(?![^>]* src=)| on\w+=|https?:/);
    expect(PAGE_POLICY).toContain("default-src 'none'");
    expect(PAGE_POLICY).not.toMatch(/unsafe|http|\*/);
  });
});
