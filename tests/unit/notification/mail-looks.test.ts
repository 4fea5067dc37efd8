import { LOCALES } from '@gatehouse/platform/i18n';
import { MailRenderer } from '../../../libs/notification/adapters/templates/mail-renderer.js';
import type { MailContent, MailLook } from '../../../libs/notification/domain/message/message.js';
import { plainLook } from '../../support/notification/plain-look.js';

const renderer = new MailRenderer({ find: async () => null });
const contents: readonly MailContent[] = [
  { template: 'activation-code', digits: '0042', number: 1, lifeSeconds: 60, activationUrl: 'https://acme.example/a' },
  { template: 'password-changed-notice', resetUrl: 'https://acme.example/reset' },
];
const shop: MailLook = {
  ...plainLook,
  accentColors: {
    light: { accent: '#0b6e4f', onAccent: '#ffffff' },
    dark: { accent: '#4fa98a', onAccent: '#0b1220' },
  },
  cornerRadius: 3,
  logo: { url: 'https://auth.example/a/acme/logo/0123?a=1&b="', width: 400, height: 200 },
  termsUrl: 'https://acme.example/terms',
  privacyUrl: 'https://acme.example/privacy?a=1&b=2',
  supportEmail: 'help@acme.example',
};
const render = (content: MailContent, look: MailLook, locale = 'en') =>
  renderer.render({
    recipient: { email: 'ada@example.org', name: 'Ada' },
    locale,
    sender: { application: 'acme', applicationName: 'Acme', defaultLocale: 'en', look },
    content,
  });

describe.each(contents)('the mail $template', (content) => {
  it('has the accent color and the corners of its application, and a lighter one for dark programs', async () => {
    const { html } = await render(content, shop);
    expect(html).toMatch(/<a href="[^"]+" style="[^"]*background:#0b6e4f;color:#ffffff/);
    expect(html).toContain('background: #4fa98a !important; color: #0b1220 !important');
    expect([...new Set(html.match(/border-radius:\s?[^;"]+/g))]).toEqual(['border-radius:3px']);
    expect(html).not.toContain(plainLook.accentColors.light.accent);
  });

  it('shows the logo above the name, at a size that fits', async () => {
    const { html } = await render(content, shop);
    expect(html).toContain(
      '<img src="https://auth.example/a/acme/logo/0123?a&#x3D;1&amp;b&#x3D;&quot;" alt width="80" height="40"',
    );
    expect((await render(content, plainLook)).html).not.toContain('<img');
  });

  it('leads to terms, privacy policy and help, in HTML and text', async () => {
    const { html, text } = await render(content, shop);
    expect([...html.matchAll(/<a class="about" href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
      'https://acme.example/terms',
      'https://acme.example/privacy?a&#x3D;1&amp;b&#x3D;2',
      'mailto:help@acme.example',
    ]);
    expect(
      text.endsWith(
        '\n\nTerms of use: https://acme.example/terms\nPrivacy policy: https://acme.example/privacy?a=1&b=2\nHelp: help@acme.example\n',
      ),
    ).toBe(true);
    const plain = await render(content, plainLook);
    expect(plain.html).not.toContain('class="about"');
    expect(plain.text).not.toContain('Terms of use');
  });

  it.each([
    ['auto', 'light dark', '(prefers-color-scheme: dark)'],
    ['light', 'light', 'not all'],
    ['dark', 'dark', 'all'],
  ] as const)('is %s where the application says so', async (colorScheme, scheme, media) => {
    const { html } = await render(content, { ...shop, colorScheme });
    expect(html).toContain(`<meta name="color-scheme" content="${scheme}">`);
    expect(html).toContain(`@media ${media} {`);
  });

  it.each(LOCALES)('has no gap in %s', async (locale) => {
    const { html, text } = await render(content, shop, locale);
    for (const part of [html, text]) expect(part).not.toMatch(/{{|}}|undefined|about\./);
  });
});
