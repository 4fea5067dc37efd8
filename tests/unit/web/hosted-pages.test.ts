import { readFileSync } from 'node:fs';
import { LOCALES } from '@gatehouse/platform/i18n';
import {
  appearanceSheet,
  HOSTED_PAGES,
  type HostedPageName,
  type HostedPageView,
  hostedPage,
  PAGE_POLICY,
  type PageLook,
} from '@gatehouse/web';

const file = { href: '/pages/file-0123', integrity: 'sha384-abc' };
const PLAIN: PageLook = {
  colorScheme: 'auto',
  sheetHref: null,
  logo: null,
  termsUrl: null,
  privacyUrl: null,
  supportEmail: null,
};
const pages = Object.fromEntries(HOSTED_PAGES.map((name) => [name, `/a/shop/${name}`]));
const NOTHING = {
  name: 'accepted',
  surname: 'accepted',
  phone: 'accepted',
  birthDate: 'none',
  hobbies: 'none',
} as const;
const render = (name: HostedPageName, changes: Partial<HostedPageView> = {}): string =>
  hostedPage(name, {
    locale: 'en',
    application: { slug: 'shop', name: 'The Shop' },
    asked: {
      passwordMinLength: 15,
      fields: { ...NOTHING, phone: 'required' },
      terms: null,
      resetCodeLength: 8,
      gapSeconds: 30,
    },
    look: PLAIN,
    files: { icon: file, style: file, page: file },
    elements: { module: file, words: file },
    pages: pages as Record<HostedPageName, string>,
    redirect: null,
    ...changes,
  });

const wordsOf = (folder: string, locale: string): Map<string, string> => {
  const url = new URL(`../../../${folder}/${locale}.json`, import.meta.url);
  const flatten = (value: object, prefix: string): [string, string][] =>
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'string' ? [[`${prefix}${key}`, inner]] : flatten(inner, `${prefix}${key}.`),
    );
  return new Map(flatten(JSON.parse(readFileSync(url, 'utf8')), ''));
};
const placeholders = (text = ''): readonly string[] => (text.match(/{{?\w+}}?/g) ?? []).toSorted();
/** Words that two languages share. */
const ALIKE = /^(code|optional|account\.profile|account\.phone|privacy|terms|.*\.noscript)$/;

describe.each([
  ['the pages', 'apps/web/pages/words'],
  ['the components', 'libs/elements/words'],
])('the words of %s', (_what, folder) => {
  it.each(LOCALES.filter((locale) => locale !== 'en'))('are all there in %s, in that language', (locale) => {
    const [words, english] = [wordsOf(folder, locale), wordsOf(folder, 'en')];
    expect([...words.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    for (const [key, text] of english) {
      expect({ key, placeholders: placeholders(words.get(key)) }).toEqual({ key, placeholders: placeholders(text) });
      if (!ALIKE.test(key)) expect({ key, text: words.get(key) }).not.toEqual({ key, text });
    }
  });
});

describe.each(HOSTED_PAGES)('the page /%s', (name) => {
  it.each(LOCALES)('has no gap and no key in place of words in %s', (locale) => {
    const page = render(name, { locale });
    expect(page).toContain(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}">`);
    expect(page).not.toMatch(/{{|}}|undefined|\.(title|heading|noscript)</);
  });

  it('shows an application’s name as text, whatever it is', () => {
    const page = render(name, {
      application: { slug: 'shop', name: '<img src=x onerror="alert(1)"> {{7*7}} $t(title)' },
    });
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; {{7*7}} $t(title)');
  });

  it('has no script or style within, asks nobody else, and says what it needs where scripts are off', () => {
    const page = render(name);
    expect(page).not.toMatch(/<style|style=|<script(?![^>]* src=)| on\w+=|https?:/);
    expect(page).toMatch(/<noscript><p>This page needs JavaScript/);
    expect(page.match(/integrity="sha384-/g)).toHaveLength(4);
  });
});

describe('the look of an application', () => {
  const look: PageLook = {
    colorScheme: 'dark',
    sheetHref: '/a/shop/appearance.css?v=0123',
    logo: { href: '/a/shop/logo/0123', width: 480, height: 64 },
    termsUrl: 'https://shop.example/terms?a=1&b=2',
    privacyUrl: null,
    supportEmail: 'help@shop.example',
  };

  it('is there before the first frame: its scheme, its sheet after ours, and its logo with a size', () => {
    const page = render('sign-in', { look });
    expect(page).toContain('<meta name="color-scheme" content="dark" />');
    expect([...page.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
      file.href,
      '/a/shop/appearance.css?v=0123',
    ]);
    expect(page).toContain('<img class="logo" src="/a/shop/logo/0123" alt="" width="240" height="32" />The Shop');
  });

  it('has the links that it names in the footer, and no footer without any', () => {
    const page = render('sign-in', { look });
    expect(page).toContain('<a href="https://shop.example/terms?a=1&amp;b=2">Terms of use</a>');
    expect(page).toContain('<a href="mailto:help@shop.example">Help</a>');
    expect(page).not.toContain('Privacy policy');
    expect(render('sign-in')).not.toContain('<footer');
  });

  it('becomes custom properties, and nothing else', () => {
    const accentColors = {
      light: { accent: '#0b6e4f', onAccent: '#ffffff' },
      dark: { accent: '#4a9579', onAccent: '#0b1220' },
    };
    expect(appearanceSheet({ colorScheme: 'auto', accentColors, cornerRadius: 0 })).toBe(`:root {
  color-scheme: light dark;
  --gatehouse-accent: light-dark(#0b6e4f, #4a9579);
  --gatehouse-on-accent: light-dark(#ffffff, #0b1220);
  --gatehouse-radius: 0px;
}
`);
  });
});

describe('the hosted pages', () => {
  it('let an address to go on to be nothing but an address', () => {
    for (const name of ['sign-up', 'sign-in', 'activate', 'reset'] as const) {
      expect(render(name, { redirect: 'https://shop.example/?a="><script>&b=\'' })).toContain(
        'next-href="https://shop.example/?a=&quot;&gt;&lt;script&gt;&amp;b=&#39;"',
      );
    }
    expect(render('activate')).toContain('next-href="/a/shop/account"');
  });

  it('ask what the application’s policy asks', () => {
    expect(render('sign-up')).toContain('fields="phone!" password-min="15"');
    const asked = { passwordMinLength: 8, fields: NOTHING, terms: null, resetCodeLength: 6, gapSeconds: 60 };
    expect(render('sign-up', { asked })).toContain('fields="" password-min="8" resend-gap="60"');
    expect(render('account', { asked })).toContain('fields="name surname" password-min');
    const fields = { ...NOTHING, hobbies: 'optional', name: 'required', phone: 'none' } as const;
    expect(render('sign-up', { asked: { ...asked, fields } })).toContain('fields="name! hobbies"');
    expect(render('account', { asked: { ...asked, fields } })).toContain('fields="name hobbies" no-phone');
    expect(render('reset', { asked })).toContain('code-length="6"');
    expect(render('sign-up', { asked })).not.toContain('terms-');
    const terms = { version: '"2026-11"', termsUrl: 'https://shop.example/terms', privacyUrl: null };
    const agreeing = render('sign-up', { asked: { ...asked, terms } });
    expect(agreeing).toContain(
      'terms-version="&quot;2026-11&quot;" terms-href="https://shop.example/terms" sign-in-href',
    );
  });

  it('have a policy that runs no script and no style but their own', () => {
    expect(PAGE_POLICY).toContain("default-src 'none'");
    expect(PAGE_POLICY).not.toMatch(/unsafe|http|\*/);
  });
});
