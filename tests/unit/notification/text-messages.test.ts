import { LOCALES } from '@gatehouse/platform/i18n';
import { CatalogueTextMessageRenderer } from '../../../libs/notification/adapters/templates/catalogue-text-message-renderer.js';
import { plainLook } from '../../support/notification/plain-look.js';

const renderer = new CatalogueTextMessageRenderer();
const render = (locale: string | null, applicationName = 'Acme', lifeSeconds = 300) =>
  renderer.render({
    locale,
    sender: { application: 'acme', applicationName, defaultLocale: 'en', look: plainLook },
    content: { template: 'phone-code', digits: '004281', lifeSeconds },
  });

/** 3GPP TS 23.038, the default alphabet without the characters of its extension. */
const GSM_7 = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;

it('reads as a whole in English', () => {
  expect(render('en')).toBe("Your code for Acme:\n004281\nValid for 5 minutes. Don't share it.");
});

it.each(LOCALES)('has the code alone on its line, and three lines in all: %s', (locale) => {
  const lines = render(locale, 'Acme\r\n111111').split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toBe('004281');
  expect(lines.join(' ')).not.toMatch(/{{|}}|phone-code/);
});

it.each(['en', 'fr', 'de', 'es'])('is one SMS of the plain alphabet: %s', (locale) => {
  for (const seconds of [1, 45, 60, 300, 3_600, 86_400]) {
    const text = render(locale, 'A rather long brand!', seconds);
    expect(text).toMatch(GSM_7);
    expect(text.length).toBeLessThanOrEqual(160);
  }
});

it.each(['ar', 'ja'])('is one SMS of any script: %s', (locale) => {
  for (const seconds of [45, 60, 300]) expect(render(locale, 'Gatehouse', seconds).length).toBeLessThanOrEqual(70);
});

it('cuts a long name of an application', () => {
  expect(render('en', 'x'.repeat(80)).split('\n')[0]).toBe(`Your code for ${'x'.repeat(19)}…:`);
});

it.each([null, 'ko', 'no tag'])('falls back to the application’s language for %s', (locale) => {
  expect(render(locale)).toMatch(/^Your code/);
});
