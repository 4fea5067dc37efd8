import { MailRenderer } from '../../../libs/notification/adapters/templates/mail-renderer.js';
import type { Message } from '../../../libs/notification/domain/message/message.js';
import { plainLook } from '../../support/notification/plain-look.js';

const renderer = new MailRenderer({ find: async () => null });
const code = { template: 'activation-code', digits: '0042', number: 1, lifeSeconds: 60 } as const;

const render = (changes: Partial<Message> = {}) =>
  renderer.render({
    recipient: { email: 'ada@example.org', name: 'Ada' },
    locale: 'en',
    sender: { application: 'acme', applicationName: 'Acme', defaultLocale: 'en', look: plainLook },
    content: code,
    ...changes,
  });
const named = (name: string) => render({ recipient: { email: 'ada@example.org', name } });
const ofApplication = (applicationName: string) =>
  render({ sender: { application: 'acme', applicationName, defaultLocale: 'en', look: plainLook } });

describe('the mail with the code', () => {
  it('has the code alone on a line of its text, and nowhere else', async () => {
    const { text } = await render();
    expect(text.split('\n').filter((line) => line.includes('0042'))).toEqual(['0042']);
  });

  it('has the code in its HTML once, in one piece', async () => {
    const { html } = await render();
    expect(html.split('0042')).toHaveLength(2);
  });

  it('keeps the code out of the subject', async () => {
    expect((await render()).subject).toBe('Your code for Acme');
  });

  it('reads as a whole in English', async () => {
    expect((await render()).text).toMatchInlineSnapshot(`
"Hello Ada,

You’re one step away from your account at Acme. Enter this code on the page where you signed up:

0042

This code is valid for one minute. If that wasn’t enough time, request another one on the same page.

Don’t share this code: nobody at Acme will ever ask you for it.

Didn’t sign up at Acme? Someone probably entered your address by mistake. No action is needed: without this code, nothing happens.
"
`);
  });

  it('reads as a whole in French', async () => {
    const french = await render({ locale: 'fr', content: { ...code, number: 2 } });
    expect(french.subject).toBe('Votre code pour Acme (code 2)');
    expect(french.text).toMatchInlineSnapshot(`
"Bonjour Ada,

Plus qu’une étape avant que votre compte Acme soit prêt. Saisissez ce code sur la page d’inscription :

0042

Ceci est le code 2. Si vous recevez aussi un code plus ancien, utilisez celui-ci.

Ce code est valable pendant une minute. Si ce délai était trop court, demandez-en un autre sur la même page.

Gardez ce code pour vous : personne chez Acme ne vous le demandera jamais.

Vous n’avez pas créé de compte sur Acme ? Quelqu’un a sans doute saisi votre adresse par erreur. Vous n’avez rien à faire : sans ce code, il ne se passera rien.
"
`);
  });

  it.each([
    [1, false],
    [2, true],
    [11, true],
  ])('code %d is numbered: %s', async (number, isNumbered) => {
    const { subject, text, html } = await render({ content: { ...code, number } });
    for (const part of [subject, text, html]) expect(part.includes(`code ${number}`)).toBe(isNumbered);
  });

  it.each([
    [60, 'one minute', 'une minute'],
    [30, '30 seconds', '30 secondes'],
    [1, 'one second', 'une seconde'],
    [90, '90 seconds', '90 secondes'],
    [300, '5 minutes', '5 minutes'],
    [3_600, 'one hour', 'une heure'],
    [5_400, '90 minutes', '90 minutes'],
    [86_400, '24 hours', '24 heures'],
  ])('says %d s as %s and %s', async (lifeSeconds, english, french) => {
    const content = { ...code, lifeSeconds };
    expect((await render({ content })).text).toContain(`valid for ${english}.`);
    expect((await render({ content, locale: 'fr' })).text).toContain(`valable pendant ${french}.`);
  });
});

describe('the mail to somebody who has an account already', () => {
  it('says so and carries no code', async () => {
    const { subject, text, html } = await render({ content: { template: 'account-exists' } });
    expect(subject).toBe('You already have an account at Acme');
    expect(text).toContain('already belongs to an account');
    for (const part of [subject, text]) expect(part).not.toMatch(/\d/);
    expect(html).not.toContain('class="digits"');
  });

  it('speaks of no sign-up where another account was to move to the address', async () => {
    const { subject, text, html } = await render({ content: { template: 'email-change-taken' } });
    expect(subject).toBe('Your address already has an account at Acme');
    expect(text).toContain('to use this address for another account at Acme');
    for (const part of [subject, text, html]) expect(part).not.toMatch(/sign up/i);
    expect(html).not.toContain('class="digits"');
  });

  it('exists in French', async () => {
    const { subject, html } = await render({ content: { template: 'account-exists' }, locale: 'fr' });
    expect(subject).toBe('Vous avez déjà un compte Acme');
    expect(html).toContain('Quelqu’un, sans doute vous');
  });
});

describe('the language', () => {
  it.each([
    { locale: 'fr', defaultLocale: 'en', language: 'fr' },
    { locale: 'fr-CA', defaultLocale: 'en', language: 'fr' },
    { locale: 'FR-ca', defaultLocale: 'en', language: 'fr' },
    { locale: 'en-GB', defaultLocale: 'fr', language: 'en' },
    { locale: 'it', defaultLocale: 'fr', language: 'fr' },
    { locale: null, defaultLocale: 'fr-BE', language: 'fr' },
    { locale: 'it', defaultLocale: 'ko', language: 'en' },
    { locale: 'not a tag', defaultLocale: 'fr', language: 'fr' },
    { locale: '', defaultLocale: '', language: 'en' },
    { locale: '__proto__', defaultLocale: 'constructor', language: 'en' },
  ])('for $locale where $defaultLocale is usual is $language', async ({ locale, defaultLocale, language }) => {
    const { html, subject } = await render({
      locale,
      sender: { application: 'acme', applicationName: 'Acme', defaultLocale, look: plainLook },
    });
    expect(html).toContain(`<html lang="${language}"`);
    expect(subject).toBe(language === 'fr' ? 'Votre code pour Acme' : 'Your code for Acme');
  });
});

describe('a name that means harm', () => {
  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'Win at http://evil.example',
    'evil.example/win',
    'www evil example',
    'evil.com',
    'evil.\u200Bcom',
    'ｅｖｉｌ．ｃｏｍ',
    'me@evil.example',
    '{{digits}}',
    '{{#with this}}{{/with}}',
    '{{{constructor}}}',
    'x'.repeat(61),
    ' \t\r\n ',
    '\u202E\u2066',
    '',
  ])('is left out: %j', async (name) => {
    const { text, html, recipientName } = await named(name);
    expect(recipientName).toBeNull();
    expect(text).toMatch(/^Hello,\n/);
    expect(html).toContain('>Hello,<');
  });

  it.each([
    ['Ada\r\nBcc: all@example.org', undefined],
    ['Ada\r\nBcc all', 'Ada Bcc all'],
    ['Ada\u0000\u0007\u009B Lovelace', 'Ada Lovelace'],
    ['\u202EadA\u202C', 'adA'],
    ['A\u2066d\u2069a\u200F', 'Ada'],
    ['Ada\u2028Lovelace\u2029', 'Ada Lovelace'],
    ['Ada\uD800', 'Ada'],
    ['$t(greeting)', '$t(greeting)'],
    ['$& $1 $`', '$& $1 $`'],
    ['__proto__', '__proto__'],
  ])('loses what would break out of its line: %j', async (name, kept) => {
    const { text, recipientName } = await named(name);
    expect(recipientName).toBe(kept ?? null);
    expect(text.split('\n')[0]).toBe(kept ? `Hello ${kept},` : 'Hello,');
  });

  it.each(["O'Brien", 'J. R. R. Tolkien', 'Zoë', 'محمد', 'می\u200Cخواهم', '山田 太郎', '👩\u200D🚀', 'Ng'])(
    'is not taken for one: %s',
    async (name) => {
      expect((await named(name)).recipientName).toBe(name);
    },
  );
});

describe('an application’s name', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['" onload="x', '&quot; onload&#x3D;&quot;x'],
    ['{{digits}}', '{{digits}}'],
    ['{{{digits}}}', '{{{digits}}}'],
    ['$t(greeting)', '$t(greeting)'],
    ['Fish & Chips', 'Fish &amp; Chips'],
  ])('%j stays text wherever it stands', async (name, escaped) => {
    const { subject, text, html } = await ofApplication(name);
    expect(subject).toBe(`Your code for ${name}`);
    expect(text).toContain(`nobody at ${name} will`);
    expect(html).toContain(`nobody at ${escaped} will`);
    expect(html.split('0042')).toHaveLength(2);
    if (escaped !== name) expect(html).not.toContain(name);
  });

  it('adds no line to the subject', async () => {
    const { subject } = await ofApplication('Acme\r\nBcc: all@example.org\u2028\u0000');
    expect(subject).toBe('Your code for Acme Bcc: all@example.org');
  });

  it('is cut where it is longer than a name', async () => {
    const { subject, text } = await ofApplication('𝔸'.repeat(500));
    expect(subject).toBe(`Your code for ${'𝔸'.repeat(59)}…`);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(900);
  });
});
