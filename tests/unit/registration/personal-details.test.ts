import { acceptDetails, type TypedDetails } from '../../../libs/registration/domain/user/personal-details.js';
import { toldFaults } from '../../support/told-faults.js';

const NOW = new Date('2026-05-01T12:00:00.000Z');
/** What a number is, phone-numbers.test.ts asks of the real one. */
const parsePhone = (typed: string) => (typed.startsWith('+') ? typed.replaceAll(' ', '') : null);
const accept = (typed: TypedDetails) => acceptDetails(typed, parsePhone, NOW);
const faultsOf = (typed: TypedDetails) => {
  const accepted = accept(typed);
  return accepted.ok ? [] : toldFaults(accepted.error);
};
const accepted = (typed: TypedDetails) => {
  const details = accept(typed);
  if (!details.ok) throw new Error(JSON.stringify(details.error));
  return details.value;
};

describe('what a person enters about themselves', () => {
  it('may be nothing', () => {
    const nothing = { name: null, surname: null, phone: null, hobbies: [], birthDate: null, locale: null };
    expect(accepted({})).toEqual(nothing);
    expect(accepted({ name: null, surname: undefined, phone: null, hobbies: null, birthDate: null })).toEqual(nothing);
  });

  it('is cleaned: trimmed, composed, no hobby twice', () => {
    expect(accepted({ name: '  Ada ', surname: 'Lovelace\u0301', hobbies: [' chess', 'chess ', 'go'] })).toMatchObject({
      name: 'Ada',
      surname: 'Lovelac\u00e9',
      hobbies: ['chess', 'go'],
    });
  });

  it.each(["O'Brien", 'Nguyễn Thị Minh Khai', '李小龍', 'محمد', 'Jean-Luc', 'X Æ A-12', '👩‍🚀 Ada', 'نیم‌فاصله'])(
    'takes names as they are: %s',
    (name) => {
      expect(accepted({ name }).name).toBe(name);
    },
  );

  it.each([
    ['a bell', 'A\u0007da'],
    ['a line break', 'Ada\nLovelace'],
    ['a line separator', 'Ada\u2028Lovelace'],
    ['half a surrogate pair', 'Ada\ud800'],
    ['a private character', 'Ada\ue000'],
    ['what is no character', 'Ada\ufdd0'],
  ])('refuses text with %s', (_, name) => {
    expect(faultsOf({ name, hobbies: ['chess', name] })).toEqual([
      '/name text-unprintable',
      '/hobbies/1 text-unprintable',
    ]);
  });

  it.each(['', ' ', '\u00a0\u3000'])('refuses text without anything in it: %j', (text) => {
    expect(faultsOf({ name: text, surname: text, hobbies: [text] })).toEqual([
      '/name text-empty',
      '/surname text-empty',
      '/hobbies/0 text-empty',
    ]);
  });

  it.each([
    ['zero-width spaces', '\u200b\u200b'],
    ['Hangul fillers', '\u3164\uffa0'],
    ['blank Braille patterns', '\u2800'],
    ['an override alone', '\u202e'],
    ['isolates and spaces', ' \u2066 \u2069 '],
    ['a soft hyphen', '\u00ad'],
    ['tags', '\u{e0041}\u{e0042}'],
    ['variation selectors', '\ufe0f'],
    ['accents with nothing below them', '\u0301\u0302'],
  ])('refuses text that shows as nothing: %s', (_, text) => {
    expect(faultsOf({ name: text, hobbies: [text] })).toEqual(['/name text-empty', '/hobbies/0 text-empty']);
  });

  it.each([
    ['\u200b\ufeffAda\u200b', 'Ada'],
    ['\u2068محمد\u2069', 'محمد'],
    ['Ada\u202e', 'Ada'],
    ['Ada \u202eecalevoL', 'Ada ecalevoL'],
    ['\u2800 Ada \u3164', 'Ada'],
    ['Ada\u200d', 'Ada'],
  ])('drops invisible marks around text, and controls that turn a line around anywhere: %j', (text, kept) => {
    expect(accepted({ name: text, hobbies: [text] })).toMatchObject({ name: kept, hobbies: [kept] });
  });

  it.each(['نیم\u200cفاصله', 'Ada ❤\ufe0f', '👩\u200d🚀', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'])(
    'keeps invisible characters that mean something: %s',
    (name) => {
      expect(accepted({ name }).name).toBe(name);
    },
  );

  it('has a phone number in international form, or none', () => {
    expect(accepted({ phone: '+33 6 12 34 56 78' }).phone).toBe('+33612345678');
    expect(faultsOf({ phone: '0612345678' })).toEqual(['/phone phone-invalid']);
    expect(faultsOf({ phone: '' })).toEqual(['/phone phone-invalid']);
  });

  it.each(['1900-01-01', '1992-02-29', '2000-02-29', '2026-05-01'])('takes the birth date %s', (birthDate) => {
    expect(accepted({ birthDate }).birthDate).toBe(birthDate);
  });

  it.each([
    '1899-12-31',
    '2026-05-02',
    '2023-02-29',
    '1900-02-29',
    '1990-13-01',
    '1990-00-10',
    '1990-01-00',
    '1990-1-1',
    '90-01-01',
    '01/02/1990',
    '19900101',
    'yesterday',
    '',
    '+010000-01-01',
    '1990-01-01T00:00:00Z',
  ])('refuses the birth date %j', (birthDate) => {
    expect(faultsOf({ birthDate })).toEqual(['/birthDate birth-date-invalid']);
  });

  it.each([
    ['fr', 'fr'],
    ['FR-ca', 'fr-CA'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['iw', 'he'],
    ['de-DE-1996', 'de-DE-1996'],
  ])('keeps the locale %s as %s', (locale, canonical) => {
    expect(accepted({ locale }).locale).toBe(canonical);
  });

  it.each([
    ['ar-EG-u-nu-latn', 'ar-EG'],
    ['en-US@posix', 'en-US'],
    ['en-US-posix', 'en-US'],
    ['en-US-u-va-posix', 'en-US'],
    ['de-DE-x-private', 'de-DE'],
    ['fr_CA', 'fr-CA'],
    ['fr_FR.UTF-8', 'fr-FR'],
    ['fr_FR.UTF-8@euro', 'fr-FR'],
    ['fr,en;q=0.5', 'fr'],
    ['fr-FR-FR', 'fr-FR'],
    ['en-', 'en'],
    [' fr ', 'fr'],
    // The longest tag that is kept has 35 characters (RFC 5646, section 4.4.1); a longer one loses its end.
    ['fr-Latn-CA-aaaaaaaa-bbbbbbbb-cccccc', 'fr-Latn-CA-aaaaaaaa-bbbbbbbb-cccccc'],
    ['fr-Latn-CA-aaaaaaaa-bbbbbbbb-ccccccc', 'fr-Latn-CA-aaaaaaaa-bbbbbbbb'],
    ['\u200eja-JP\u200e', 'ja-JP'],
  ])('keeps what can be used of the locale %j: %s', (locale, canonical) => {
    expect(accepted({ locale }).locale).toBe(canonical);
  });

  it.each(['', 'f', 'C', 'POSIX', 'C.UTF-8', 'french!', 'français', '-fr', '../../etc/passwd'])(
    'leaves out the locale %j, which is no language',
    (locale) => {
      expect(accepted({ locale }).locale).toBeNull();
    },
  );

  it('looks at the beginning alone of a locale that is longer than any', () => {
    expect(accepted({ locale: `en-x${'-a'.repeat(3_800)}` }).locale).toBe('en');
    expect(accepted({ locale: 'x'.repeat(5_000) }).locale).toBeNull();
    expect(accepted({ locale: `${' '.repeat(70)}fr` }).locale).toBeNull();
  });

  it('names every fault at once', () => {
    expect(faultsOf({ name: '', surname: '\u0007', phone: '1', hobbies: ['', 'go'], birthDate: 'x' })).toEqual([
      '/phone phone-invalid',
      '/birthDate birth-date-invalid',
      '/name text-empty',
      '/surname text-unprintable',
      '/hobbies/0 text-empty',
    ]);
  });
});
