import { LOCALES } from '@gatehouse/platform/i18n';
import { CatalogueTextMessageRenderer } from '../../../libs/notification/adapters/templates/catalogue-text-message-renderer.js';
import { segmentsOf } from '../../../libs/notification/domain/message/text-segments.js';
import { plainLook } from '../../support/notification/plain-look.js';

const renderer = new CatalogueTextMessageRenderer();
const HOST = 'id.example.org';
const render = (locale: string | null, applicationName = 'Acme', lifeSeconds = 300, host = HOST) =>
  renderer.render({
    locale,
    sender: { application: 'acme', applicationName, defaultLocale: 'en', look: plainLook },
    content: { template: 'phone-code', digits: '004281', lifeSeconds, host },
  });

/** 3GPP TS 23.038, the default alphabet without the characters of its extension. */
const GSM_7 = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;

it('reads as a whole in English', () => {
  expect(render('en')).toBe(
    "Your code for Acme:\n004281\nValid for 5 minutes. Don't share it.\n@id.example.org #004281",
  );
});

it.each(LOCALES)('has the code alone on its line, and last the page that it is for: %s', (locale) => {
  const lines = render(locale, 'Acme\r\n@evil.example #111111').split('\n');
  expect(lines[1]).toBe('004281');
  expect(lines.at(-1)).toBe('@id.example.org #004281');
  expect(lines.length).toBeLessThanOrEqual(4);
  expect(lines.join(' ')).not.toMatch(/{{|}}|phone-code/);
});

/** What browsers look for in the last line. */
const ORIGIN_BOUND = /^@(?<host>[^\s#]+) #(?<code>\S+)$/;

it.each(['id.example.org', 'xn--bcher-kva.example', '127.0.0.1'])('binds the code to the page at %s', (host) => {
  const last = render('en', 'Acme', 300, host).split('\n').at(-1) ?? '';
  expect(ORIGIN_BOUND.exec(last)?.groups).toEqual({ host, code: '004281' });
});

it('keeps that line when it is long, and leaves out how long the code lives instead of becoming two messages', () => {
  const host = `${'a'.repeat(60)}.example.org`;
  expect(render('en', 'A rather long brand!', 300, host)).toBe(
    `Your code for A rather long brand!:\n004281\n@${host} #004281`,
  );
});

it('says how long the code lives where it takes two messages in any case', () => {
  expect(render('en', '☕', 300, `${'a'.repeat(44)}.example.org`)).toContain('Valid for');
});

it.each(['en', 'fr', 'de', 'es'])('is one SMS of the plain alphabet: %s', (locale) => {
  for (const seconds of [1, 45, 60, 300, 3_600, 86_400]) {
    const text = render(locale, 'A rather long brand!', seconds);
    expect(text).toMatch(GSM_7);
    expect(segmentsOf(text)).toBe(1);
  }
});

it.each(['ar', 'ja'])('is one SMS of any script: %s', (locale) => {
  for (const seconds of [45, 60, 300]) expect(segmentsOf(render(locale, 'Gatehouse', seconds))).toBe(1);
});

it('cuts a long name of an application, within the plain alphabet', () => {
  const text = render('en', 'x'.repeat(80));
  expect(text.split('\n')[0]).toBe(`Your code for ${'x'.repeat(19)}.:`);
  expect(segmentsOf(text)).toBe(1);
});

it.each([null, 'ko', 'no tag'])('falls back to the application’s language for %s', (locale) => {
  expect(render(locale)).toMatch(/^Your code/);
});
