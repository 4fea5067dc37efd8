import { NewPasswords } from '../../../../../libs/registration/application/credentials/new-passwords.js';
import { commonPasswords, InMemoryBreaches } from '../../../../support/registration/in-memory/input-checks.js';

const OWNER = { email: 'lovelace@machine.example', name: 'Augusta', surname: 'Byron', applicationName: 'The Shop' };
const breaches = new InMemoryBreaches();
const newPasswords = new NewPasswords(commonPasswords, breaches);
const accept = (typed: string, owner: Parameters<NewPasswords['accept']>[1] = OWNER) =>
  newPasswords.accept(typed, owner, { minLength: 8, maxLength: 64 }, '/newPassword');

describe('a new password', () => {
  it('is accepted in its normal form', () => {
    expect(accept('e\u0301le\u0301phant rose')).toEqual({ ok: true, value: '\u00e9l\u00e9phant rose' });
  });

  it.each([
    ['with a tab', 'correct\thorse', 'password-unprintable', 8, 'Must not contain control characters, such as tabs'],
    ['too short', 'horse', 'password-too-short', 8, 'Must have at least 8 characters'],
    ['too long', 'horse'.repeat(13), 'password-too-long', 64, 'Must have at most 64 characters'],
    [
      'that everybody tries',
      'LetMeIn-letmein',
      'password-common',
      8,
      'This password is too common. Please choose a different password',
    ],
    [
      'made of the address',
      'lovelace-1843',
      'password-guessable',
      8,
      'Must not be based on your email address, your name or the name of the application',
    ],
  ])('%s is refused with what to do about it', (_, typed, code, limit, message) => {
    expect(accept(typed)).toEqual({
      ok: false,
      error: { pointer: '/newPassword', code, message, values: { limit } },
    });
  });

  it.each([
    ['name', 'augusta-1843'],
    ['surname', 'byron-1843'],
    ['application', 'the-shop-1843'],
  ])('made of the %s is refused', (_, typed) => {
    expect(accept(typed)).toMatchObject({ ok: false, error: { code: 'password-guessable' } });
  });

  it('of somebody whose names are not known may be made of any', () => {
    const { email, applicationName } = OWNER;
    expect(accept('augusta-1843', { email, applicationName, name: null })).toMatchObject({ ok: true });
  });

  it('that a breach has made public is told apart from one that it has not', async () => {
    breaches.breached.add('correct horse battery');
    expect(await newPasswords.breachOf('correct horse battery', '/password')).toEqual({
      pointer: '/password',
      code: 'password-breached',
      message: 'This password has appeared in a data breach. Please choose a different password',
    });
    expect(await newPasswords.breachOf('another horse battery', '/password')).toBeNull();
  });
});
