import { LOCALES, type Locale } from '@gatehouse/platform/i18n';
import { MailRenderer } from '../../../libs/notification/adapters/templates/mail-renderer.js';
import type { MailContent } from '../../../libs/notification/domain/message/message.js';
import { plainLook } from '../../support/notification/plain-look.js';

const renderer = new MailRenderer({ find: async () => null });
const code = { digits: '00428137', number: 2, lifeSeconds: 600 };
const undo = { undoUrl: 'https://acme.example/undo#id=7&token=a%3Cb', undoSeconds: 259_200 };
const resetUrl = 'https://acme.example/reset';
const contents: readonly MailContent[] = [
  { template: 'activation-code', ...code },
  { template: 'account-exists' },
  { template: 'email-change-taken' },
  { template: 'email-change-code', ...code },
  { template: 'email-change-notice', ...undo },
  { template: 'password-reset-code', ...code, resetUrl },
  { template: 'email-changing-notice', resetUrl },
  { template: 'email-restored-notice', resetUrl },
  { template: 'password-changed-notice', resetUrl },
  { template: 'password-reset-notice', resetUrl },
];

const render = (content: MailContent, locale: string, name: string | null = 'Zoë Łuk') =>
  renderer.render({
    recipient: { email: 'zoe@example.org', name },
    locale,
    sender: { application: 'acme', applicationName: 'Acme', defaultLocale: 'en', look: plainLook },
    content,
  });
const withoutIsolates = (text: string): string => text.replace(/[\u2068\u2069]/g, '');

const mails = contents.flatMap((content) => LOCALES.map((locale) => ({ content, locale, template: content.template })));

describe.each(mails)('$template in $locale', ({ content, locale }) => {
  it('has no gap, no rest of a placeholder and no key in place of words', async () => {
    const { subject, text, html } = await render(content, locale);
    for (const part of [subject, text, html]) {
      expect(part).not.toMatch(/{{|}}|undefined|\[object/);
      expect(part).not.toContain(`${content.template}.`);
      expect(part).toContain('Acme');
    }
    expect(subject).not.toMatch(/\p{Cc}|[\u2066-\u2069]/u);
    expect(text).not.toMatch(/\n{3}|[^\S\n]\n/);
    expect(text.split('\n')[0]).toContain('Zoë Łuk');
  });

  it('says its language and its direction', async () => {
    const { html } = await render(content, locale);
    const [direction, start, otherStart] = locale === 'ar' ? ['rtl', 'right', 'left'] : ['ltr', 'left', 'right'];
    expect(html).toContain(`<html lang="${locale}" dir="${direction}"`);
    expect([...html.matchAll(/[^-]direction:(\w+)/g)].map(([, word]) => word)).toEqual(
      expect.not.arrayContaining([direction === 'rtl' ? 'ltr' : 'rtl']),
    );
    expect(html).toContain(`text-align:${start}`);
    expect(html).not.toContain(`text-align:${otherStart}`);
    expect(html).not.toContain(`align="${otherStart}"`);
  });

  it('has its code alone on a line and in one piece from left to right, or none', async () => {
    const { text, html, subject } = await render(content, locale);
    const lines = text.split('\n').filter((line) => line.includes(code.digits));
    expect(lines).toEqual('digits' in content ? [code.digits] : []);
    expect(html.match(/<div class="digits" dir="ltr"[^>]*>00428137<\/div>/g) ?? []).toHaveLength(lines.length);
    expect(subject).not.toContain(code.digits);
  });
});

describe.each(LOCALES)('the link that undoes a change of address, in %s', (locale) => {
  it('stands alone on a line, in the button and below it', async () => {
    const { text, html } = await render({ template: 'email-change-notice', ...undo }, locale);
    expect(text.split('\n')).toContain(undo.undoUrl);
    const escaped = undo.undoUrl.replaceAll('=', '&#x3D;').replace('&token', '&amp;token');
    expect(html).toContain(`href="${escaped}"`);
    expect(html).toContain(`>${escaped}</div>`);
  });
});

it.each(['javascript:alert(1)', 'data:text/html,x', '/undo', ''])(
  'nothing but the web is linked to: %j',
  async (url) => {
    const content = { template: 'email-change-notice', undoUrl: url, undoSeconds: 60 } as const;
    await expect(render(content, 'en')).rejects.toMatchObject({ name: 'TypeError' });
  },
);

describe('plural forms', () => {
  const says = async (seconds: number, locale: Locale) =>
    withoutIsolates((await render({ template: 'password-reset-code', ...code, lifeSeconds: seconds }, locale)).text);

  it.each<[Locale, number, string]>([
    ['de', 60, 'gilt eine Minute lang'],
    ['de', 300, 'gilt 5 Minuten lang'],
    ['de', 3_600, 'gilt eine Stunde lang'],
    ['es', 1, 'durante un segundo'],
    ['es', 60, 'durante un minuto'],
    ['es', 86_400, 'durante 24 horas'],
    ['ar', 60, 'لمدة دقيقة واحدة'],
    ['ar', 120, 'لمدة دقيقتين'],
    ['ar', 300, 'لمدة 5 دقائق'],
    ['ar', 600, 'لمدة 10 دقائق'],
    ['ar', 660, 'لمدة 11 دقيقة'],
    ['ar', 259_200, 'لمدة 72 ساعة'],
    ['ar', 6_060, 'لمدة 101 دقيقة'],
    ['ja', 60, '有効期間は1分です'],
    ['ja', 600, '有効期間は10分です'],
  ])('%s of %d s is %s', async (locale, seconds, words) => {
    expect(await says(seconds, locale)).toContain(words);
  });
});

it('a Latin name in Arabic is kept from pulling its surroundings out of order', async () => {
  const { text, subject, html } = await render({ template: 'account-exists' }, 'ar', 'Zoë');
  expect(text).toContain('لدى \u2068Acme\u2069');
  expect(text.split('\n')[0]).toBe('مرحبًا \u2068Zoë\u2069،');
  expect(html).toContain('\u2068Acme\u2069');
  expect(subject).toBe('لديك حساب بالفعل لدى Acme');
});

it('a name cannot close the isolation that it stands in', async () => {
  const { text } = await render({ template: 'account-exists' }, 'ar', 'Zoë\u2069\u202Eevil');
  expect(text.split('\n')[0]).toBe('مرحبًا \u2068Zoëevil\u2069،');
});
