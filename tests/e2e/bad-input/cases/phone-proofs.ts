import {
  type BadRequest,
  basicHeader,
  goodBasic,
  jsonInvalid,
  malformed,
  notAllowed,
  postJson,
  postText,
  unauthorized,
  unknownField,
  wire,
  wrongField,
} from '../bad-request.js';
import { PENDING } from '../people.js';
import { broken } from './basic-headers.js';
import { codes } from './codes.js';

const PROVE = '/v1/users/activation/phone';
const AGAIN = '/v1/users/activation/phone/code';
const pending = basicHeader(`${PENDING.email}:${PENDING.password}`);
const json = 'Content-Type: application/json';

const codeOf = (code: unknown): string => (typeof code === 'string' ? 'format-invalid' : 'text-expected');

export const phoneProofs: readonly BadRequest[] = [
  ...codes.map((code) => ({
    what: `${JSON.stringify(code).slice(0, 40)} as a code for a phone`,
    bytes: postJson(PROVE, { code }, pending),
    ...wrongField(`/code ${codeOf(code)}`),
  })),
  ...Object.entries(broken).flatMap(([what, headers]) => [
    {
      what: `a phone’s proof whose Basic header has ${what}`,
      bytes: postJson(PROVE, { code: '004217' }, ...headers),
      ...unauthorized,
    },
    {
      what: `another SMS whose Basic header has ${what}`,
      bytes: wire('POST', AGAIN, { headers }),
      ...unauthorized,
    },
  ]),
  {
    what: 'a phone’s proof with two Basic headers',
    bytes: postJson(PROVE, { code: '004217' }, goodBasic, pending),
    ...malformed,
  },
  {
    what: 'another SMS with two Basic headers',
    bytes: wire('POST', AGAIN, { headers: [goodBasic, pending] }),
    ...malformed,
  },
  {
    what: 'a phone’s proof without a code',
    bytes: postJson(PROVE, {}, pending),
    ...wrongField('/code field-required'),
  },
  {
    what: 'a phone’s proof with credentials in the body',
    bytes: postJson(PROVE, { code: '004217', email: PENDING.email, password: PENDING.password }, pending),
    ...unknownField('/email', '/password'),
  },
  {
    what: 'another SMS to another number',
    bytes: postJson(AGAIN, { phone: '+33612345678' }, pending),
    ...unknownField('/phone'),
  },
  {
    what: 'another SMS for another person',
    bytes: postJson(AGAIN, { userId: '1' }, pending),
    ...unknownField('/userId'),
  },
  { what: 'another SMS for a list', bytes: postText(AGAIN, '[]', pending), ...jsonInvalid },
  {
    what: 'a phone’s proof of a name twice',
    bytes: postText(PROVE, '{"code":"1111","code":"2222"}', pending),
    ...jsonInvalid,
  },
  ...['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].flatMap((method) =>
    [PROVE, AGAIN].map((path) => ({
      what: `${method} ${path}`,
      bytes: wire(method, path, { headers: [json, pending], body: '{}' }),
      ...notAllowed,
    })),
  ),
];
