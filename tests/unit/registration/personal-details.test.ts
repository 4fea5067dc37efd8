import { LibphonenumberPhoneNumbers } from '../../../libs/registration/adapters/input-checks/libphonenumber-phone-numbers.js';
import { acceptDetails, type TypedDetails } from '../../../libs/registration/domain/user/personal-details.js';

const NOW = new Date('2026-05-01T12:00:00.000Z');
const phoneNumbers = new LibphonenumberPhoneNumbers();
const accept = (typed: TypedDetails) => acceptDetails(typed, (number) => phoneNumbers.parse(number), NOW);
const faultsOf = (typed: TypedDetails) => {
  const accepted = accept(typed);
  return accepted.ok ? [] : accepted.error.map(({ pointer, code }) => `${pointer} ${code}`);
};
const accepted = (typed: TypedDetails) => {
  const details = accept(typed);
  if (!details.ok) throw new Error(JSON.stringify(details.error));
  return details.value;
};

describe('what a person tells about themselves', () => {
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
    ['+33612345678', '+33612345678'],
    ['+33 6 12 34 56 78', '+33612345678'],
    [' +1 (201) 555-0123', '+12015550123'],
    ['+4915123456789', '+4915123456789'],
    ['+44 20 7946 0958', '+442079460958'],
  ])('keeps the phone number %s as %s', (phone, e164) => {
    expect(accepted({ phone }).phone).toBe(e164);
  });

  it.each([
    '',
    '0612345678',
    '0033612345678',
    '+33',
    '+33 6 12 34',
    '+999123456789',
    'call me',
    '+33612345678x',
    '+33612345678 or +33612345679',
    '+33612345678 ext. 5',
    '+1 555 0123',
  ])('refuses the phone number %j', (phone) => {
    expect(faultsOf({ phone })).toEqual(['/phone phone-invalid']);
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
  ])('keeps the locale %s as %s', (locale, canonical) => {
    expect(accepted({ locale }).locale).toBe(canonical);
  });

  it.each(['', 'f', 'french!', 'fr_CA', 'en-12', 'en-'])('refuses the locale %j', (locale) => {
    expect(faultsOf({ locale })).toEqual(['/locale locale-invalid']);
  });

  it('names every fault at once', () => {
    expect(
      faultsOf({ name: '', surname: '\u0007', phone: '1', hobbies: ['', 'go'], birthDate: 'x', locale: 'x' }),
    ).toEqual([
      '/phone phone-invalid',
      '/birthDate birth-date-invalid',
      '/locale locale-invalid',
      '/name text-empty',
      '/surname text-unprintable',
      '/hobbies/0 text-empty',
    ]);
  });
});
