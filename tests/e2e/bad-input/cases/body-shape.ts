import {
  type BadRequest,
  goodBasic,
  goodSignUp,
  postJson,
  postText,
  unknownField,
  wire,
  wrongField,
} from '../bad-request.js';

const required = (...fields: string[]) => wrongField(...fields.map((field) => `/${field} field-required`));

/** Fields that mean something elsewhere, or to JavaScript, and nothing here. */
const strangers = [
  'id',
  'state',
  'emailVerified',
  'application',
  'network',
  'requestId',
  'actor',
  'roles',
  'version',
  'activatedAt',
  'result',
  'then',
  'toJSON',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  '__defineGetter__',
  'Email',
  'e-mail',
  ' email',
  'email\u0000',
  '\ud800',
  '(',
  '[a-',
  '.*.*.*.*.*.*\\x01',
];

export const bodyShape: readonly BadRequest[] = [
  { what: 'an empty document', bytes: postJson('/v1/users', {}), ...required('email', 'password') },
  { what: 'no document at all', bytes: wire('POST', '/v1/users'), ...required('email', 'password') },
  {
    what: 'a sign-up without a password',
    bytes: postJson('/v1/users', { email: 'grace@example.com' }),
    ...required('password'),
  },
  { what: 'a resend without an address', bytes: postJson('/v1/users/activation/code', {}), ...required('email') },
  { what: 'a refresh without a token', bytes: postJson('/v1/sessions/refresh', {}), ...required('refreshToken') },
  {
    what: 'a sign-in without a password',
    bytes: postJson('/v1/sessions', { email: 'grace@example.com' }),
    ...required('password'),
  },
  { what: 'an activation without a code', bytes: postJson('/v1/users/activation', {}, goodBasic), ...required('code') },
  ...strangers.map((name) => ({
    what: `the field ${JSON.stringify(name)}`,
    bytes: postJson('/v1/users', { ...goodSignUp, [name]: 'x' }),
    ...unknownField(`/${name}`),
  })),
  { what: 'a field without a name', bytes: postJson('/v1/users', { ...goodSignUp, '': 1 }), ...unknownField('/') },
  {
    what: 'fields whose names a pointer must escape',
    bytes: postJson('/v1/users', { ...goodSignUp, 'a/b': 1, 'c~d': 2 }),
    ...unknownField('/a~1b', '/c~0d'),
  },
  {
    what: 'hundreds of fields',
    bytes: postJson('/v1/users', Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`f${at}`, 1]))),
    ...unknownField(),
    errors: [
      '/email field-required',
      '/password field-required',
      // An answer names a hundred faults at most.
      ...Array.from({ length: 98 }, (_, at) => `/f${at} field-unknown`),
    ],
  },
  {
    what: 'credentials in the body of an activation',
    bytes: postJson('/v1/users/activation', { ...goodSignUp, code: '0417' }),
    ...unknownField('/email', '/password'),
  },
  {
    what: 'a password in a resend',
    bytes: postJson('/v1/users/activation/code', goodSignUp),
    ...unknownField('/password'),
  },
  {
    what: 'a session’s id in a refresh',
    bytes: postText('/v1/sessions/refresh', '{"refreshToken": "x", "sessionId": "y"}'),
    ...unknownField('/sessionId'),
  },
  {
    what: 'an optional field that a sign-in does not have',
    bytes: postJson('/v1/sessions', { ...goodSignUp, name: 'Grace' }),
    ...unknownField('/name'),
  },
];
