import { malformed, unauthorized } from '../bad-request.js';
import { broken as brokenBasic } from '../cases/basic-headers.js';
import { broken as brokenBearer } from '../cases/bearer-headers.js';
import type { BadRequestsOf, Wrong } from './operation.js';

const invalidToken = { status: 401, code: 'token-invalid' };

/** Every way of not saying who one is, of the kind that the route asks for. */
export const badCredentials: BadRequestsOf = (operation, callers) => {
  if (!operation.security) return [];
  const [broken, expected] =
    operation.security === 'basic' ? [brokenBasic, unauthorized] : [brokenBearer, invalidToken];
  const good = `Authorization: ${callers[operation.security]}`;
  // Where the body could say it as well, there is none.
  const bare: Wrong = operation.isByBodyToo ? { contentType: null, body: '' } : {};
  return [
    ...Object.entries(broken).map(([what, authorization]) => ({
      what: `an Authorization with ${what}`,
      bytes: operation.call(callers, { ...bare, authorization }),
      ...expected,
    })),
    {
      what: 'a good Authorization and another one',
      bytes: operation.call(callers, { ...bare, authorization: [good, 'Authorization: Bearer a.b.c'] }),
      ...malformed,
    },
  ];
};

const SLUGS = [
  '',
  'nobodys',
  'DEFAULT',
  ' ',
  'default, default',
  "default'--",
  '../default',
  '__proto__',
  'x'.repeat(5_000),
];

export const badApplications: BadRequestsOf = (operation, callers) =>
  !operation.has('Gatehouse-Application')
    ? []
    : SLUGS.map((slug) => ({
        what: `the application ${JSON.stringify(slug.slice(0, 40))}`,
        bytes: operation.call(callers, { headers: [`Gatehouse-Application: ${slug}`] }),
        status: 400,
        code: 'application-unknown',
      }));

const KEYS: readonly (readonly string[])[] = [
  [''],
  ['short'],
  ['x'.repeat(256)],
  ['a key with spaces in it'],
  ['"8e03978e-40d5-43dd-bc93-6894a57f9324'],
  ['8e03978e-40d5-43dd-bc93-6894a57f932\u00e9'],
  ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9325'],
];

export const badIdempotencyKeys: BadRequestsOf = (operation, callers) =>
  !operation.has('Idempotency-Key')
    ? []
    : KEYS.map((keys) => ({
        what: `the Idempotency-Key ${keys.join(' and ').slice(0, 60)}`,
        bytes: operation.call(callers, { headers: keys.map((key) => `Idempotency-Key: ${key}`) }),
        status: 400,
        code: 'idempotency-key-invalid',
      }));

/** Whatever the route, this is no HTTP. */
export const badHttp: BadRequestsOf = (operation, callers) =>
  [['X-Odd: \u0000'], ['X-Odd : x'], ['X-Odd: x\r\n y'], ['Host: other'], ['Content-Length: many']].map((headers) => ({
    what: `the header ${JSON.stringify(headers[0])}`,
    bytes: operation.call(callers, { headers }),
    ...malformed,
  }));
