import { type BadRequest, basicHeader, goodSignUp, postJson, unauthorized, wrongField } from '../bad-request.js';

const label = (length: number): string => 'a'.repeat(length);

const invalid: readonly string[] = [
  '',
  ' ',
  '@',
  'grace',
  'grace@',
  '@example.com',
  'grace@example',
  'grace@@example.com',
  'grace@home@example.com',
  'grace example@example.com',
  ' grace@example.com',
  'grace@example.com ',
  'grace@example.com\n',
  'grace@example.com\r\nBcc: victim@example.com',
  'gra\tce@example.com',
  'grace@exam ple.com',
  'Grace <grace@example.com>',
  '<grace@example.com>',
  'grace@example.com, mallory@example.com',
  'grace@example.com;mallory@example.com',
  '"grace hopper"@example.com',
  '"grace"@example.com',
  'grace(admiral)@example.com',
  '.grace@example.com',
  'grace.@example.com',
  'gra..ce@example.com',
  'grace@.example.com',
  'grace@example..com',
  'grace@-example.com',
  'grace@example-.com',
  'grace@exa_mple.com',
  'grace@example.com/',
  'grace@example.com?x',
  'grace@example.com#x',
  'grace@example.com:25',
  'grace@user:pass@example.com',
  'grace@[192.0.2.1]',
  'grace@[IPv6:2001:db8::1]',
  'grace@192.0.2.1',
  'grace@0x7f.1',
  'grace@2130706433',
  'grace@localhost',
  'grace@example.123',
  `grace@${label(64)}.com`,
  'grace@%65xample.com',
  'grace@exa\u00admple.\u00ad',
  'grace@xn--a',
  'grace@xn--zz--.com',
  'mailto:grace@example.com ',
  'grace\\@example.com',
  'grace,@example.com',
  'grace@exam\u200bple.com ',
  '\u200b@example.com',
  'grace@\u202e.com',
  'grace@a·b.example',
];
const tooLong: readonly string[] = [
  `${label(65)}@example.com`,
  `${label(64)}@${[label(63), label(63), label(63)].join('.')}.com`,
  `a@${Array.from({ length: 61 }, () => 'abc').join('.')}.example.com`,
  `a@${Array.from({ length: 12 }, () => 'bücherbücherbücher').join('.')}.example`,
];
const notAscii: readonly string[] = [
  'gräce@example.com',
  '格蕾丝@example.com',
  'grace😀@example.com',
  'grаce@example.com',
  'gr\u0301ace@example.com',
];
/** More than the field holds: refused before anybody looks whether it is an address. */
const overlong: readonly string[] = [
  `${label(321)}@example.com`,
  `grace@${label(400)}.com`,
  '@'.repeat(321),
  `${label(7_000)}@example.com`,
];

const all: readonly (readonly [string, string])[] = [
  ...invalid.map((email) => [email, 'email-invalid'] as const),
  ...tooLong.map((email) => [email, 'email-too-long'] as const),
  ...notAscii.map((email) => [email, 'email-not-ascii'] as const),
  ...overlong.map((email) => [email, 'text-too-long'] as const),
];
const shown = (email: string): string =>
  JSON.stringify(email.length > 60 ? `${email.slice(0, 60)}… (${email.length})` : email);

export const emails: readonly BadRequest[] = [
  ...all.map(([email, code]) => ({
    what: `a sign-up with the address ${shown(email)}`,
    bytes: postJson('/v1/users', { ...goodSignUp, email }),
    ...wrongField(`/email ${code}`),
  })),
  ...all.map(([email, code]) => ({
    what: `another code for the address ${shown(email)}`,
    bytes: postJson('/v1/users/activation/code', { email }),
    ...wrongField(`/email ${code}`),
  })),
  ...all.map(([email, code]) => ({
    what: `a new password for the address ${shown(email)}`,
    bytes: postJson('/v1/password-resets', { email }),
    ...wrongField(`/email ${code}`),
  })),
  // Signing in with what is no address is answered as for an address that nobody has, and counted as a try.
  ...[...tooLong, ...notAscii, 'grace', 'grace@', '"grace"@example.com', 'grace@[192.0.2.1]'].map((email, at) => ({
    what: `a sign-in with the address ${shown(email)}`,
    bytes: postJson('/v1/sessions', { ...goodSignUp, email }, `Gatehouse-Application: app-${at}`),
    ...unauthorized,
    isTry: true as const,
  })),
  {
    what: 'an activation with Basic of what is no address',
    bytes: postJson('/v1/users/activation', { code: '0417' }, basicHeader('grace hopper:nine seven lanterns')),
    ...unauthorized,
    isTry: true as const,
  },
];
