import {
  type BadRequest,
  type Expected,
  goodBasic,
  goodSignUp,
  postJson,
  postText,
  wrongField,
} from '../bad-request.js';

interface Field {
  readonly path: string;
  readonly name: string;
  /** The rest of a good body. */
  readonly rest: object;
  readonly isOptional?: boolean;
  readonly headers?: readonly string[];
}

const goodReset = { email: 'grace@example.com', code: '00428137', newPassword: 'eleven quiet harbours' };

const textFields: readonly Field[] = [
  { path: '/v1/users', name: 'email', rest: goodSignUp },
  { path: '/v1/users', name: 'password', rest: goodSignUp },
  { path: '/v1/users', name: 'name', rest: goodSignUp, isOptional: true },
  { path: '/v1/users', name: 'surname', rest: goodSignUp, isOptional: true },
  { path: '/v1/users', name: 'phone', rest: goodSignUp, isOptional: true },
  { path: '/v1/users', name: 'birthDate', rest: goodSignUp, isOptional: true },
  { path: '/v1/users', name: 'locale', rest: goodSignUp, isOptional: true },
  { path: '/v1/users/activation/code', name: 'email', rest: {} },
  { path: '/v1/sessions', name: 'email', rest: goodSignUp },
  { path: '/v1/sessions', name: 'password', rest: goodSignUp },
  { path: '/v1/sessions/refresh', name: 'refreshToken', rest: {} },
  { path: '/v1/password-resets', name: 'email', rest: {} },
  { path: '/v1/users/email-undo', name: 'token', rest: {} },
  { path: '/v1/password-resets/confirmation', name: 'email', rest: goodReset },
  { path: '/v1/password-resets/confirmation', name: 'code', rest: goodReset },
  { path: '/v1/password-resets/confirmation', name: 'newPassword', rest: goodReset },
  { path: '/v1/users/activation', name: 'code', rest: {}, headers: [goodBasic] },
];

const notTexts: readonly unknown[] = [417, 0, -1.5, true, false, [], ['x'], {}, { toString: 'x' }];
const requiredOnly: readonly unknown[] = [null];

/** Text that no database holds. What else is wrong with it is reported too, so only the status is the same for all. */
const brokenTexts: Readonly<Record<string, string>> = {
  NUL: '\u0000',
  'NUL at its end': 'grace@example.com\u0000',
  'half a surrogate pair': 'grace\ud83d@example.com',
  'the other half of one': 'grace\ude00@example.com',
  'a pair the wrong way round': '\ude00\ud83d',
};

const send = ({ path, name, rest, headers = [] }: Field, value: unknown): Buffer =>
  postJson(path, { ...rest, [name]: value }, ...headers);

const refused: Expected = { status: 422, code: 'validation-failed' };

export const fields: readonly BadRequest[] = [
  ...textFields.flatMap((field) =>
    [...notTexts, ...(field.isOptional ? [] : requiredOnly)].map((value) => ({
      what: `${JSON.stringify(value)} as ${field.name} of ${field.path}`,
      bytes: send(field, value),
      ...refused,
    })),
  ),
  ...textFields.flatMap((field) =>
    Object.entries(brokenTexts).map(([what, text]) => ({
      what: `${what} in ${field.name} of ${field.path}`,
      bytes: send(field, text),
      ...refused,
    })),
  ),
  ...['reading', 417, true, {}, [417], [null], [['reading']], [{}], [''], ['x\u0000'], ['\ud800']].map((hobbies) => ({
    what: `${JSON.stringify(hobbies)} as hobbies`,
    bytes: postJson('/v1/users', { ...goodSignUp, hobbies }),
    ...refused,
  })),
  {
    what: 'twenty-one hobbies',
    bytes: postJson('/v1/users', { ...goodSignUp, hobbies: Array.from({ length: 21 }, (_, at) => `hobby ${at}`) }),
    ...wrongField('/hobbies list-too-long'),
  },
  {
    what: 'a hobby of 51 characters',
    bytes: postJson('/v1/users', { ...goodSignUp, hobbies: ['x'.repeat(51)] }),
    ...wrongField('/hobbies text-too-long'),
  },
  {
    what: 'an escaped NUL',
    bytes: postText('/v1/users', '{"email": "grace@example.com", "password": "nine seven\\u0000lanterns"}'),
    ...wrongField('/password text-malformed'),
  },
  {
    what: 'an escaped half of a surrogate pair',
    bytes: postText('/v1/users', '{"email": "grace@example.com", "password": "nine seven \\ud83d lanterns"}'),
    ...wrongField('/password text-malformed'),
  },
];
