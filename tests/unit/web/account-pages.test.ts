import { LOCALES } from '@gatehouse/platform/i18n';
import { emailUndoPage, resetPage } from '@gatehouse/web';

const file = { href: '/pages/file-0123', integrity: 'sha384-abc' };
const files = { icon: file, style: file, form: file, activation: file, reset: file, emailUndo: file };
const shop = { slug: 'shop', name: 'The Shop' };
type View = Partial<Parameters<typeof resetPage>[0]>;

const pages = {
  reset: (view: View = {}) =>
    resetPage({ locale: 'en', application: shop, redirect: null, files, basePath: '', ...view }),
  'email-undo': (view: View = {}) =>
    emailUndoPage({
      locale: 'en',
      application: shop,
      resetPath: '/reset?application=shop',
      files,
      basePath: '',
      ...view,
    }),
};

describe.each(Object.entries(pages))('the page /%s', (_name, render) => {
  it.each(LOCALES)('has no gap and no key in place of words in %s', (locale) => {
    const page = render({ locale });
    expect(page).toContain(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}">`);
    expect(page).not.toMatch(/{{|}}|undefined|outcome\.|reset\.|undo\./);
  });

  it('shows an application’s name as text, whatever it is', () => {
    const page = render({ application: { slug: 'shop', name: '<img src=x onerror="alert(1)"> {{7*7}} $t(title)' } });
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; {{7*7}} $t(title)');
  });

  it('has no script or style within, and asks nobody else', () => {
    expect(render()).not.toMatch(/<style|style=|<script(?![^>]* src=)| on\w+=|https?:/);
  });
});

it('the page for a new password links to where people may go on, as an address and nothing else', () => {
  expect(pages.reset({ redirect: 'https://shop.example/?a="><script>' })).toContain(
    'href="https://shop.example/?a=&quot;&gt;&lt;script&gt;"',
  );
  expect(pages.reset()).not.toContain('id="onward"');
});
