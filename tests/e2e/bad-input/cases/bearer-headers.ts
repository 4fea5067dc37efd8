import { goodBasic } from '../bad-request.js';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = part({ iss: 'http://127.0.0.1:3000', aud: 'default', sub: '1', exp: 4_000_000_000 });
const signature = 'A'.repeat(86);

/** Header lines, each a broken way to bring a token. */
export const broken: Readonly<Record<string, readonly string[]>> = {
  'no header': [],
  'an empty header': ['Authorization: '],
  Basic: [goodBasic],
  'the scheme alone': ['Authorization: Bearer'],
  'no token behind the scheme': ['Authorization: Bearer '],
  'one part': ['Authorization: Bearer token'],
  'two parts': ['Authorization: Bearer a.b'],
  'four parts': ['Authorization: Bearer a.b.c.d'],
  'empty parts': ['Authorization: Bearer ..'],
  'parts that are no base64url': ['Authorization: Bearer !!.??.**'],
  'parts that are no JSON': ['Authorization: Bearer aaaa.bbbb.cccc'],
  'the algorithm none': [`Authorization: Bearer ${part({ alg: 'none', typ: 'at+jwt' })}.${claims}.`],
  'the algorithm none with a signature': [`Authorization: Bearer ${part({ alg: 'none' })}.${claims}.${signature}`],
  'an HMAC': [`Authorization: Bearer ${part({ alg: 'HS256', typ: 'at+jwt', kid: 'first' })}.${claims}.${signature}`],
  'a made-up signature': [
    `Authorization: Bearer ${part({ alg: 'EdDSA', typ: 'at+jwt', kid: 'first' })}.${claims}.${signature}`,
  ],
  'a key of its own': [
    `Authorization: Bearer ${part({ alg: 'EdDSA', jku: 'http://evil.example' })}.${claims}.${signature}`,
  ],
  'a traversal for a key': [`Authorization: Bearer ${part({ alg: 'EdDSA', kid: '../../x' })}.${claims}.${signature}`],
  'six kilobytes': [`Authorization: Bearer a.${'b'.repeat(6_000)}.c`],
  'two tokens': ['Authorization: Bearer a.b.c, Bearer d.e.f'],
};
