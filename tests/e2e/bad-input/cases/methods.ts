import { type BadRequest, goodSignUp, malformed, notAllowed, notFound, wire } from '../bad-request.js';

const body = JSON.stringify(goodSignUp);
const json = ['Content-Type: application/json'];

const wrong: readonly (readonly [string, string])[] = [
  ['GET', '/v1/users'],
  ['PUT', '/v1/users'],
  ['PATCH', '/v1/users'],
  ['DELETE', '/v1/users'],
  ['OPTIONS', '/v1/users'],
  ['TRACE', '/v1/users'],
  ['PROPFIND', '/v1/users'],
  ['QUERY', '/v1/users'],
  ['GET', '/v1/users/activation'],
  ['DELETE', '/v1/users/activation'],
  ['GET', '/v1/users/activation/code'],
  ['POST', '/v1/users/me'],
  ['PUT', '/v1/sessions'],
  ['GET', '/v1/sessions/refresh'],
  ['POST', '/v1/sessions/current'],
  ['GET', '/v1/password-resets'],
  ['GET', '/v1/users/me/email'],
  ['DELETE', '/v1/users/me/email/verification'],
  ['GET', '/v1/users/email-undo'],
  ['DELETE', '/v1/password-resets'],
  ['GET', '/v1/password-resets/confirmation'],
  ['PUT', '/v1/password-resets/confirmation'],
  ['POST', '/health/live'],
  ['DELETE', '/health/ready'],
  ['POST', '/.well-known/jwks.json'],
  ['POST', '/docs'],
  ['PUT', '/openapi.json'],
];

export const methods: readonly BadRequest[] = [
  ...wrong.map(([method, path]) => ({
    what: `${method} ${path}`,
    bytes: wire(method, path, { headers: json, body }),
    ...notAllowed,
  })),
  { what: 'POST to nowhere', bytes: wire('POST', '/nowhere', { headers: json, body }), ...notFound },
  { what: 'a method in small letters', bytes: wire('post', '/v1/users', { headers: json, body }), ...malformed },
  { what: 'a method that is a longer one', bytes: wire('POSTS', '/v1/users', { headers: json, body }), ...malformed },
  { what: 'a made-up method', bytes: wire('BREW', '/v1/users', { headers: json, body }), ...malformed },
  {
    what: 'a method with a control character',
    bytes: wire('PO\u0007ST', '/v1/users', { headers: json, body }),
    ...malformed,
  },
  { what: 'no method', bytes: wire('', '/v1/users', { headers: json, body }), ...malformed },
  { what: 'a tunnel', bytes: wire('CONNECT', 'internal.example:443'), ...notAllowed },
  {
    what: 'another method by header',
    bytes: wire('GET', '/v1/users', { headers: ['X-HTTP-Method-Override: POST', ...json], body }),
    ...notAllowed,
  },
];
