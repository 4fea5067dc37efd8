import { type BadRequest, type Expected, malformed, notAllowed, notFound, wire } from '../bad-request.js';

const ID = '01a1fd8e-eb10-75a1-8d47-61bb163bd468';
const tooLong: Expected = { status: 414, code: 'uri-too-long' };

const paths: readonly (readonly [string, Expected])[] = [
  ['/v1', notFound],
  ['/v1/', notFound],
  ['/v2/users', notFound],
  ['/v1/users/', notFound],
  ['/v1/users/me/', notFound],
  ['/V1/Users/me', notFound],
  ['/v1//users/me', notFound],
  ['//v1/users/me', notFound],
  ['/v1/users;x=1/me', notFound],
  ['/v1/./users/me', notFound],
  ['/v1/users/../users/me', notFound],
  ['/../../../../etc/passwd', notFound],
  ['/docs/../package.json', notFound],
  ['/docs/..%2f..%2fpackage.json', notFound],
  ['/docs/%2e%2e/%2e%2e/package.json', notFound],
  ['/.env', notFound],
  ['/.git/config', notFound],
  ['/v1\\users\\me', notFound],
  ['/v1/users%2fme', notFound],
  ['/%76%31/users/%6de%20', notFound],
  [`/v1/users/${ID}`, notFound],
  [`/v1/users/${ID}/activation`, notFound],
  [`/v1/users/${ID}/activation/`, notFound],
  [`/v1/users/${ID.toUpperCase()}/activation`, notFound],
  [`/v1/users/{${ID}}/activation`, notFound],
  [`/v1/users/${ID.replaceAll('-', '')}/activation`, notFound],
  ['/v1/users/1/activation', notFound],
  ['/v1/users/-1/activation', notFound],
  ['/v1/users/null/activation', notFound],
  ['/v1/users/*/activation', notFound],
  ['/v1/users/%20/activation', notFound],
  ['/v1/users/%00/activation', notFound],
  ["/v1/users/'%20or%201=1--/activation", notFound],
  [`/v1/users/${ID}%00/activation`, notFound],
  ['/v1/users/__proto__/activation', notFound],
  [`/v1/users/${'x'.repeat(5_000)}/activation`, notFound],
  ['/v1/users/%/activation', malformed],
  ['/v1/users/%zz/activation', malformed],
  ['/v1/users/%c3/activation', malformed],
  ['/v1/users/%c0%af/activation', malformed],
  ['/v1/users/%ff%fe/activation', malformed],
  ['/v1/users/%ed%a0%80/activation', malformed],
  ['/v1/users/%u0041/activation', malformed],
  ['', malformed],
  ['v1/users/me', malformed],
  ['/v1/users/me HTTP/1.1 x', malformed],
  [`/${'x'.repeat(9_000)}`, tooLong],
  [`/v1/users/me?${'x=1&'.repeat(2_500)}`, tooLong],
  ['/v1/users/activation', notAllowed],
];

/** A token's place is the header; in a query it would end in logs. */
const queries = [
  '?access_token=a.b.c',
  '?authorization=Bearer%20a.b.c',
  '?__proto__[admin]=1',
  '?%',
  '?&&==&',
  '?x=%zz',
];

export const badPaths: readonly BadRequest[] = [
  ...paths.map(([path, expected]) => ({
    what: `the path ${JSON.stringify(path.slice(0, 60))}`,
    bytes: wire('GET', path),
    ...expected,
  })),
  ...queries.map((query) => ({
    what: `a request without credentials whatever its query says: ${query}`,
    bytes: wire('GET', `/v1/users/me${query}`),
    status: 401,
    code: 'token-invalid',
  })),
  {
    what: 'a path in another encoding',
    bytes: Buffer.from('GET /v1/users/caf\u00e9/activation HTTP/1.1\r\nHost: api\r\n\r\n', 'latin1'),
    ...malformed,
  },
  {
    what: 'a path with a control character',
    bytes: Buffer.from('GET /v1/users/\u0001/activation HTTP/1.1\r\nHost: api\r\n\r\n', 'latin1'),
    ...malformed,
  },
  {
    what: 'another server’s address',
    bytes: wire('GET', 'http://internal.example/v1/users'),
    ...notAllowed,
  },
];
