import { type BadRequest, basicHeader, postJson, wrongField } from '../bad-request.js';
import { PENDING } from '../people.js';

/** With the right address and password of somebody who waits for a code: no try may be counted. */
export const codes: readonly unknown[] = [
  417,
  4171,
  4171.5,
  1e3,
  null,
  true,
  ['0417'],
  { code: '0417' },
  '',
  '417',
  '12345678901',
  '+417',
  '-417',
  '04.17',
  '04_17',
  '٠٤١',
  '٠٤-١',
  ' - - ',
  '\u200b'.repeat(8),
  `0417${' '.repeat(61)}`,
  '0x1f',
  '1e03',
  'abcd',
  '¾¾¾¾',
  "0417' or '1'='1",
  '%30%34%31%37',
  '0'.repeat(4_000),
];

const codeOf = (code: unknown): string => (typeof code === 'string' ? 'format-invalid' : 'text-expected');

const reset = { email: PENDING.email, newPassword: 'eleven quiet harbours' };

export const wrongCodes: readonly BadRequest[] = codes.flatMap((code) => [
  {
    what: `${JSON.stringify(code).slice(0, 40)} as a code`,
    bytes: postJson('/v1/users/activation', { code }, basicHeader(`${PENDING.email}:${PENDING.password}`)),
    ...wrongField(`/code ${codeOf(code)}`),
  },
  {
    what: `${JSON.stringify(code).slice(0, 40)} as a code for a new password`,
    bytes: postJson('/v1/password-resets/confirmation', { ...reset, code }),
    ...wrongField(`/code ${codeOf(code)}`),
  },
]);

const undone: readonly unknown[] = [
  'A'.repeat(63),
  'A'.repeat(65),
  `${'A'.repeat(63)}=`,
  `${'A'.repeat(63)}\n`,
  'Ａ'.repeat(64),
  64,
];

export const wrongTokens: readonly BadRequest[] = undone.map((token) => ({
  what: `${JSON.stringify(token)} as what undoes a change of address`,
  bytes: postJson('/v1/users/email-undo', { token }),
  ...wrongField(`/token ${codeOf(token)}`),
}));
