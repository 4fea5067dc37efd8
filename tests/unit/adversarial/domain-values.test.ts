import { LibphonenumberPhoneNumbers } from '../../../libs/registration/adapters/input-checks/libphonenumber-phone-numbers.js';
import { ListedCommonPasswords } from '../../../libs/registration/adapters/input-checks/listed-common-passwords.js';
import { EmailAddress } from '../../../libs/registration/domain/email-address.js';
import { acceptPassword } from '../../../libs/registration/domain/password.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { acceptDetails } from '../../../libs/registration/domain/user/personal-details.js';
import { filled } from '../../support/hostile-text.js';
import { slowdownTo } from '../../support/processor-time.js';

/** What the contract lets through to the domain, in UTF-16 code units. */
const [ADDRESS, PASSWORD, NAME, PHONE] = [320, 1024, 100, 40];
const HOBBIES = 20;

interface Value {
  readonly accept: (text: string) => unknown;
  /** In letters beyond ASCII, as long as the limit: these take longer than ASCII, and people have them. */
  readonly plain: string;
  readonly hostile: readonly string[];
}

const at = (part: string, end = '.example') => `a@${filled(ADDRESS - 2, part, end)}`;
/** Each letter another one: what a table of letters keeps from the last look-up is of no use. */
const different = (count: number) =>
  Array.from({ length: count }, (_, place) => String.fromCodePoint(0x4e00 + place * 37)).join('');

const common = new ListedCommonPasswords();
const acceptWith = (names: readonly string[]) => (text: string) =>
  acceptPassword(text, standardPolicy.password, ['ada@example.org', 'The shop', ...names], (folded) =>
    common.has(folded),
  );
const phones = new LibphonenumberPhoneNumbers();
const detailsOf = (text: string) =>
  acceptDetails(
    {
      name: text,
      surname: text,
      hobbies: Array.from({ length: HOBBIES }, (_, number) => `${text.slice(0, NAME / 2 - 2)}${number}`),
    },
    () => null,
    new Date(0),
  );

const VALUES: Readonly<Record<string, Value>> = {
  'an address': {
    accept: (text) => EmailAddress.parse(text),
    plain: at('bücher.'),
    hostile: [
      filled(ADDRESS, '@'),
      filled(ADDRESS, '.', '@a.b'),
      filled(ADDRESS, 'a.', '!@a.b'),
      filled(ADDRESS, '\u200b', '@a.b'),
    ],
  },
  'the domain of an address': {
    accept: (text) => EmailAddress.parse(text),
    plain: at('bücher.'),
    hostile: [
      at('a.'),
      at('ü'),
      at('ü.'),
      at('xn--0.'),
      at('xn--0'),
      at('-'),
      at('%41'),
      at('\u3002'),
      at('\u200b'),
      at('ب\u200c'),
      at('l·'),
      at('・'),
      at('ς\u0375'),
      at('ا1'),
      at('\u0316\u0300'),
      at('\ufdfa'),
      at('ﬃ'),
      at('İ'),
      `a@${different(ADDRESS - 10)}.example`,
    ],
  },
  'a password beside plain names': {
    accept: acceptWith(['Ada', 'Lovelace']),
    plain: filled(PASSWORD, 'zwölf stille Häfen '),
    hostile: [
      filled(PASSWORD, 'a'),
      filled(PASSWORD, 'lovelace'),
      filled(PASSWORD, '-'),
      filled(PASSWORD, 'İ'),
      filled(PASSWORD, '\ufdfa'),
      filled(PASSWORD, '😀'),
    ],
  },
  'a password beside names that are looked for in it': {
    accept: acceptWith([filled(NAME, 'aaaa-aaab-'), filled(NAME, 'abcd ')]),
    plain: filled(standardPolicy.password.maxLength, 'zwölf stille Häfen '),
    hostile: [
      filled(standardPolicy.password.maxLength, 'a'),
      filled(standardPolicy.password.maxLength, 'aaab'),
      filled(standardPolicy.password.maxLength, 'abcdaaaa'),
      filled(standardPolicy.password.maxLength, 'aaa-'),
    ],
  },
  'a name, taken apart for a password': {
    accept: (text) => acceptWith([text, text])(filled(standardPolicy.password.maxLength, 'zwölf stille Häfen ')),
    plain: filled(NAME, 'Müller-Lüdenscheidt '),
    hostile: [
      filled(NAME, 'aaaa '),
      filled(NAME, '-'),
      filled(NAME, 'a-'),
      filled(NAME, '\ufdfa'),
      filled(NAME, '\u0316\u0300'),
      filled(NAME, 'İ'),
    ],
  },
  'names and hobbies': {
    accept: detailsOf,
    plain: filled(NAME, 'Müller-Lüdenscheidt '),
    hostile: [
      filled(NAME, ' '),
      filled(NAME, '\u200b'),
      `a${filled(NAME - 1, '\u200b')}`,
      `a${filled(NAME - 1, '\ufe0f')}`,
      `a${filled(NAME - 1, ' ', '\u0300')}`,
      filled(NAME, '\u202e'),
      filled(NAME, '\u0316\u0300'),
      filled(NAME, '\ufb2c'),
      filled(NAME, '\u1100\u1161\u11a8'),
    ],
  },
  'a phone': {
    accept: (text) => phones.parse(text),
    plain: filled(PHONE, '+33 6 12 34 56 78 (0) ', ''),
    hostile: [
      filled(PHONE, '+'),
      filled(PHONE, '＋'),
      `+${filled(PHONE - 1, '1')}`,
      `+${filled(PHONE - 1, '0')}`,
      `+${filled(PHONE - 1, '(')}`,
      `+${filled(PHONE - 1, '٣')}`,
      `+1${filled(PHONE - 2, ' ', 'x')}`,
      `+44${filled(PHONE - 3, '1-')}`,
      `+1 ${filled(PHONE - 3, 'x1')}`,
      `+33612345678;ext=${filled(PHONE - 17, '1')}`,
      `+${filled(PHONE - 1, '\ufdfa')}`,
    ],
  },
};

describe.each(Object.entries(VALUES))('%s, as long as the contract allows', (_what, { accept, plain, hostile }) => {
  const slowdown = slowdownTo(() => accept(plain));

  it.each(hostile.map((text) => [text.slice(0, 16), text] as const))('takes no longer for %j …', (_start, text) => {
    expect(text.length).toBeLessThanOrEqual(PASSWORD);
    expect(slowdown(() => accept(text), 20)).toBeLessThan(20);
  });
});
