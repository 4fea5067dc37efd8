import { type BadRequest, basicHeader, goodBasic, malformed, postJson, unauthorized, wire } from '../bad-request.js';

const good = 'grace@example.com:nine seven lanterns';
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const joined = (...parts: (string | Uint8Array)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part)));

/** Header lines, each a broken way to say who one is. */
export const broken: Readonly<Record<string, readonly string[]>> = {
  'no header': [],
  'an empty header': ['Authorization: '],
  'the scheme alone': ['Authorization: Basic'],
  'the scheme and a space': ['Authorization: Basic '],
  'credentials without a scheme': [`Authorization: ${base64(good)}`],
  'the scheme glued to the credentials': [`Authorization: Basic${base64(good)}`],
  'a tab behind the scheme': [`Authorization: Basic\t${base64(good)}`],
  'another scheme': [`Authorization: Bearer ${base64(good)}`],
  Digest: ['Authorization: Digest username="grace@example.com", realm="Gatehouse"'],
  'an unknown scheme': [`Authorization: Basics ${base64(good)}`],
  'credentials in the clear': [`Authorization: Basic ${good.replaceAll(' ', '')}`],
  'parameters in place of credentials': ['Authorization: Basic user="grace@example.com"'],
  'credentials with a parameter': [`Authorization: Basic ${base64(good)}, charset="UTF-8"`],
  'two credentials in one header': [`Authorization: Basic ${base64(good)}, Basic ${base64(good)}`],
  'base64 with letters of base64url': ['Authorization: Basic Z3JhY2VAZXhhbXBsZS5jb206Pz8_Pz8-Pj4'],
  'base64 with a space inside': [`Authorization: Basic ${base64(good).slice(0, 8)} ${base64(good).slice(8)}`],
  'base64 with a star inside': [`Authorization: Basic ${base64(good).slice(0, 8)}*${base64(good).slice(8)}`],
  'base64 of an impossible length': ['Authorization: Basic Z3JhY'],
  'base64 with padding in front': ['Authorization: Basic =Z3JhY2U6eA'],
  'nothing but padding': ['Authorization: Basic ===='],
  'too much padding': [`Authorization: Basic ${base64('grace@example.com:x')}===`],
  'no colon': [basicHeader('grace@example.com')],
  'nothing but a colon': [basicHeader(':')],
  'an empty address': [basicHeader(':nine seven lanterns')],
  'an empty password': [basicHeader('grace@example.com:')],
  'a fullwidth colon': [basicHeader('grace@example.com：nine seven lanterns')],
  'Latin-1': [basicHeader(joined('grace@example.com:caf', bytes(0xe9), ' lanterns'))],
  'UTF-16': [basicHeader(Buffer.from(good, 'utf16le'))],
  'a lone continuation byte': [basicHeader(joined(good, bytes(0x80)))],
  'half a character of four bytes': [basicHeader(joined(good, bytes(0xf0, 0x9f, 0x98)))],
  'an overlong NUL': [basicHeader(joined(good, bytes(0xc0, 0x80)))],
  'an overlong colon': [basicHeader(joined('grace@example.com', bytes(0xc0, 0xba), 'nine seven lanterns'))],
  'half a surrogate pair in UTF-8': [basicHeader(joined(good, bytes(0xed, 0xa0, 0x80)))],
  'a byte that UTF-8 never has': [basicHeader(joined(good, bytes(0xff)))],
  'a NUL in the password': [basicHeader('grace@example.com:nine\u0000seven')],
  'a NUL in the address': [basicHeader('grace\u0000@example.com:nine seven lanterns')],
  'a line break in the password': [basicHeader('grace@example.com:nine\r\nseven')],
  'a tab in the address': [basicHeader('grace\t@example.com:nine seven lanterns')],
  'a delete in the password': [basicHeader('grace@example.com:nine\u007fseven')],
  'an address of 321 characters': [basicHeader(`${'x'.repeat(309)}@example.com:nine seven lanterns`)],
  'a password of 1,025 characters': [basicHeader(`grace@example.com:${'x'.repeat(1_025)}`)],
  'six kilobytes': [basicHeader(`grace@example.com:${'x'.repeat(4_500)}`)],
};

export const basicHeaders: readonly BadRequest[] = [
  ...Object.entries(broken).flatMap(([what, headers]) => [
    {
      what: `an activation whose Basic header has ${what}`,
      bytes: postJson('/v1/users/activation', { code: '0417' }, ...headers),
      ...unauthorized,
    },
    {
      what: `a sign-in whose Basic header has ${what}`,
      bytes: wire('POST', '/v1/sessions', { headers }),
      ...unauthorized,
    },
    {
      what: `an erasure whose Basic header has ${what}`,
      bytes: wire('DELETE', '/v1/users/me', { headers }),
      ...unauthorized,
    },
  ]),
  ...[goodBasic, basicHeader('mallory@example.com:nine seven lanterns'), 'Authorization: Bearer x.y.z'].flatMap(
    (second) => [
      {
        what: `an activation with two headers, the second one ${second.slice(0, 40)}`,
        bytes: postJson('/v1/users/activation', { code: '0417' }, goodBasic, second),
        ...malformed,
      },
      {
        what: `a sign-in with two headers, the second one ${second.slice(0, 40)}`,
        bytes: wire('POST', '/v1/sessions', { headers: [goodBasic, second] }),
        ...malformed,
      },
      {
        what: `an erasure with two headers, the second one ${second.slice(0, 40)}`,
        bytes: wire('DELETE', '/v1/users/me', { headers: [goodBasic, second] }),
        ...malformed,
      },
    ],
  ),
  {
    what: 'a Basic header over all that headers may have',
    bytes: postJson('/v1/users/activation', { code: '0417' }, basicHeader(`grace@example.com:${'x'.repeat(9_000)}`)),
    status: 431,
    code: 'headers-too-large',
  },
  {
    what: 'a sign-in by header and body at once',
    bytes: postJson('/v1/sessions', { email: 'grace@example.com', password: 'nine seven lanterns' }, goodBasic),
    status: 400,
    code: 'credentials-ambiguous',
  },
];
