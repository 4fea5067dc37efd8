import { acceptPassword, normalizePassword } from '../../../libs/registration/domain/password.js';
import { standardPolicy, strictPolicy } from '../../../libs/registration/domain/policy.js';

/** The real list is asked in common-passwords.test.ts. */
const common = new Set(['password']);
const accept = (typed: string, words: readonly string[] = [], policy = standardPolicy.password) => {
  const accepted = acceptPassword(typed, policy, words, (password) => common.has(password));
  return accepted.ok ? 'accepted' : accepted.error;
};

describe('a new password', () => {
  it.each([
    ['seven characters', 'xkcd-93', 'password-too-short'],
    ['eight characters', 'xkcd-936', 'accepted'],
    ['128 characters', 'correct horse battery '.repeat(6).slice(0, 128), 'accepted'],
    ['129 characters', 'correct horse battery '.repeat(6).slice(0, 129), 'password-too-long'],
    ['seven emoji of two units each', '🐎🔋📎🔑🐎🔋📎', 'password-too-short'],
    ['eight emoji of two units each', '🐎🔋📎🔑🐎🔋📎🔑', 'accepted'],
    ['128 emoji of two units each', '🐎🔋📎🔑'.repeat(32), 'accepted'],
    ['129 emoji of two units each', `${'🐎🔋📎🔑'.repeat(32)}🐎`, 'password-too-long'],
    ['eight letters that a keyboard composes of two each', 'e\u0301'.repeat(8), 'accepted'],
    ['seven letters that a keyboard composes of two each', 'e\u0301'.repeat(7), 'password-too-short'],
    ['nothing', '', 'password-too-short'],
  ])('counts code points after NFKC: %s', (_, typed, verdict) => {
    expect(accept(typed)).toBe(verdict);
  });

  it.each([
    ['only lower case', 'zebra crossing at noon', 'accepted'],
    ['only digits', '83920174665', 'accepted'],
    ['spaces', '        x       ', 'accepted'],
    ['a colon', 'horse:battery:staple', 'accepted'],
    ['another script', '正确的马电池订书钉', 'accepted'],
  ])('has no composition rules: %s', (_, typed, verdict) => {
    expect(accept(typed)).toBe(verdict);
  });

  it.each(['password', 'Password', 'PASSWORD', 'ｐａｓｓｗｏｒｄ'])(
    'is not among those that everybody tries first, in whatever case and width: %s',
    (typed) => {
      expect(accept(typed)).toBe('password-common');
    },
  );

  it.each(['tab\tulator here', 'line\nbreak here', 'bell \u0007 here', 'delete \u007f here'])(
    'holds no control characters, which Basic could not carry: %j',
    (typed) => {
      expect(accept(typed)).toBe('password-unprintable');
    },
  );

  const words = ['Ada.Lovelace@example.org', 'Gatehouse Shop', 'Ada', 'Love', 'Lovelace-King', 'Jan-Ole'];
  it.each([
    ['the local part', 'ada.lovelace', 'password-guessable'],
    ['a part of it', 'lovelace', 'password-guessable'],
    ['a part of it with a year', 'Lovelace1815!', 'password-guessable'],
    ['the address', 'ada.lovelace@example.org', 'password-guessable'],
    ['the domain', 'example2024', 'password-guessable'],
    ['the application’s name', 'Gatehouse!!', 'password-guessable'],
    ['the application’s name without its spaces', 'gatehouseshop', 'password-guessable'],
    ['the surname in fullwidth letters', 'ｌｏｖｅｌａｃｅ99', 'password-guessable'],
    ['a name twice', 'LovelaceLovelace', 'password-guessable'],
    ['several of them', 'lovelace@gatehouse', 'password-guessable'],
    ['a name and three letters', 'lovelace-xyz', 'password-guessable'],
    ['a name and four letters', 'lovelace-wxyz', 'accepted'],
    ['a name and three letters of another script', 'lovelace-αβγ', 'password-guessable'],
    ['a name in the middle of three letters', 'xlovelaceyz', 'password-guessable'],
    ['a name of four letters', '1815-king-1852', 'password-guessable'],
    ['a name and another one inside it', 'lovelacelove', 'password-guessable'],
    ['a name and more of substance', 'lovelace rides a horse', 'accepted'],
    ['short parts of a name, written together', 'janole1815', 'password-guessable'],
    ['a short name and three letters', 'ada-1815-xyz', 'accepted'],
    ['a short name, which is in many words', 'adamantly refusing', 'accepted'],
    ['none of them', 'correct horse battery', 'accepted'],
  ])('is not made of what anybody knows of the person: %s', (_, typed, verdict) => {
    expect(accept(typed, words)).toBe(verdict);
  });

  it('is searched for long names first, whatever their order', () => {
    expect(accept('lovelace-xyz', ['Love', 'Lovelace'])).toBe('password-guessable');
    expect(accept('lovelace-xyz', ['Lovelace', 'Love'])).toBe('password-guessable');
  });

  it('is not searched for what a ligature of a name grows to beyond four times its length', () => {
    // One character of this name becomes eighteen; its first four are looked for.
    const name = '\ufdfa';
    expect(accept(`${normalizePassword(name).slice(0, 4)}1815`, [name])).toBe('password-guessable');
    expect(accept(normalizePassword(name), [name])).toBe('accepted');
  });

  it('is not read further than its length allows, though a keyboard may compose one character of four', () => {
    // An alpha with three marks, which NFKC makes one character.
    const composed = '\u1f82'.normalize('NFD');
    expect([...composed]).toHaveLength(4);
    expect(accept(composed.repeat(128))).toBe('accepted');
    expect(accept(composed.repeat(129))).toBe('password-too-long');
  });

  it('is not refused for words that are not there', () => {
    expect(accept('83920174', ['', '@', '...', '  '])).toBe('accepted');
  });

  it('has fifteen characters at least under the strict preset', () => {
    expect(accept('merely 14 here', [], strictPolicy.password)).toBe('password-too-short');
    expect(accept('that is 15 long', [], strictPolicy.password)).toBe('accepted');
  });

  it('is kept whole: the last of 128 code points matters', () => {
    const password = '🐎'.repeat(127);
    const accepted = acceptPassword(`${password}a`, standardPolicy.password, [], () => false);
    const other = acceptPassword(`${password}b`, standardPolicy.password, [], () => false);
    expect(accepted).toEqual({ ok: true, value: `${password}a` });
    expect(other).toEqual({ ok: true, value: `${password}b` });
  });

  it('is the same however it was composed, and in its case', () => {
    expect(normalizePassword('cre\u0300me bru\u0302le\u0301e')).toBe(normalizePassword('crème brûlée'));
    expect(normalizePassword('ｐａｓｓ①')).toBe('pass1');
    expect(normalizePassword('Pass')).not.toBe(normalizePassword('pass'));
    expect(normalizePassword(' pass ')).toBe(' pass ');
  });
});
