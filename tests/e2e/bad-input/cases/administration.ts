import { type BadRequest, type Expected, postText, wire } from '../bad-request.js';

const invalid: Expected = { status: 401, code: 'token-invalid' };
const ROUTES = [
  ['GET', '/v1/admin/applications'],
  ['GET', '/v1/admin/applications/default'],
  ['GET', '/v1/admin/keys'],
  ['DELETE', '/v1/admin/keys/01a1fd8e-eb10-75a1-8d47-61bb163bd468'],
  ['GET', '/v1/admin/audit'],
  ['GET', '/v1/admin/messages'],
  ['GET', '/v1/admin/messages/01a1fd8e-eb10-75a1-8d47-61bb163bd468'],
  ['POST', '/v1/admin/messages/lookup'],
  ['POST', '/v1/admin/messages/retry'],
  ['POST', '/v1/admin/messages/drop'],
  ['POST', '/v1/admin/messages/01a1fd8e-eb10-75a1-8d47-61bb163bd468/retry'],
  ['GET', '/v1/admin/users/export'],
  ['POST', '/v1/admin/import'],
  ['POST', '/v1/admin/import?importId=01a1fd8e-eb10-75a1-8d47-61bb163bd468'],
  ['GET', '/v1/admin/statistics/funnel'],
  ['GET', '/v1/admin/statistics/activation?by=mail-domain'],
  ['GET', '/v1/admin/diagnostics'],
  ['GET', '/v1/admin/statistics/feedback'],
  ['GET', '/v1/admin/feedback'],
  ['GET', '/v1/admin/sms/stops'],
  ['DELETE', '/v1/admin/sms/stops/01a1fd8e-eb10-75a1-8d47-61bb163bd468'],
  ['GET', '/v1/admin/statistics/sms'],
  ['GET', '/v1/admin/statistics/sms/spend'],
  ['GET', '/v1/admin/roles'],
  ['GET', '/v1/events'],
  ['GET', '/v1/admin/webhooks'],
  ['POST', '/v1/admin/webhooks/01a1fd8e-eb10-75a1-8d47-61bb163bd468/ping'],
  ['PUT', '/v1/admin/users/01a1fd8e-eb10-75a1-8d47-61bb163bd468/roles/admin'],
] as const;
const ID = '019a4f3e7c1a7d3e9b1f2f6f6d0c8a11';

/** What is no secret key, though it tries to look like one. */
const BEARERS: Readonly<Record<string, string>> = {
  'no secret': `ghk_${ID}`,
  'a wrong check': `ghk_${ID}_${'0'.repeat(49)}`,
  'an id in capitals': `GHK_${ID.toUpperCase()}_${'0'.repeat(49)}`,
  'a hyphenated id': `ghk_019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11_${'0'.repeat(49)}`,
  'SQL in it': `ghk_${ID}'or'1'='1_${'0'.repeat(49)}`,
  'two keys': `ghk_${ID}_${'0'.repeat(49)},ghk_${ID}_${'0'.repeat(49)}`,
  'far too long a secret': `ghk_${ID}_${'0'.repeat(4_000)}`,
  'a percent-encoded one': `ghk_${ID}_%30${'0'.repeat(46)}`,
};

export const administration: readonly BadRequest[] = [
  ...ROUTES.map(([method, path]) => ({
    what: `nobody at ${method} ${path}`,
    bytes: wire(method, path),
    ...invalid,
  })),
  ...Object.entries(BEARERS).map(([what, bearer]) => ({
    what: `a key with ${what}`,
    bytes: wire('GET', '/v1/admin/applications', { headers: [`Authorization: Bearer ${bearer}`] }),
    ...invalid,
  })),
  {
    what: 'Basic where a key is wanted',
    bytes: wire('GET', '/v1/admin/applications', { headers: ['Authorization: Basic YTpi'] }),
    ...invalid,
  },
  {
    what: 'a new application by nobody, however broken',
    bytes: postText('/v1/admin/applications', '{"slug": "../x", "slug": '),
    ...invalid,
  },
  ...Object.entries({
    'no body': '',
    'a user of no application': '{"email": "ada@example.com", "emailVerified": true}\n',
    'what is no JSON': '{"email": \n\u0000\n',
    'lines without an end': '{'.repeat(70_000),
  }).map(([what, body]) => ({
    what: `an import by nobody of ${what}`,
    bytes: wire('POST', '/v1/admin/import?importId=x', { headers: ['Content-Type: application/x-ndjson'], body }),
    ...invalid,
  })),
  {
    what: 'an unsigned token that calls itself an administrator',
    bytes: wire('GET', '/v1/admin/applications', {
      headers: [
        `Authorization: Bearer ${[
          { alg: 'none', typ: 'at+jwt' },
          { sub: ID, aud: 'default', roles: ['admin'], scope: 'users:write' },
        ]
          .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
          .join('.')}.x`,
      ],
    }),
    ...invalid,
  },
];
