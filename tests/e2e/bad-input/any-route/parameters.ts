import { malformed } from '../bad-request.js';
import { type BadRequestsOf, NEVER_WAS, type Parameter } from './operation.js';
import { allows, isMoment, NO_MOMENTS } from './schemas.js';

/** Ids and names that nothing has. */
const NOBODYS = [
  '1',
  '-1',
  'null',
  '*',
  '%20',
  '%00',
  `${NEVER_WAS}%00`,
  NEVER_WAS,
  NEVER_WAS.toUpperCase(),
  NEVER_WAS.replaceAll('-', ''),
  `%7B${NEVER_WAS}%7D`,
  `${NEVER_WAS},${NEVER_WAS}`,
  "'%20or%20'1'='1",
  '..%2f..%2fpackage.json',
  '__proto__',
  'constructor',
  '%F0%9F%98%80',
  '%EF%BF%BD',
  '%D9%A0',
  'x'.repeat(5_000),
];
/** What no path can be decoded from. */
const UNDECODABLE = ['%', '%zz', '%c3', '%c0%af', '%ed%a0%80', '%u0041'];
const UNKNOWN = [
  'user-unknown',
  'not-found',
  'application-not-found',
  'message-unknown',
  'suppression-unknown',
  'text-stop-unknown',
  'role-unknown',
  'session-unknown',
  'webhook-unknown',
  'delivery-unknown',
  'key-unknown',
  'template-unknown',
];

export const badPaths: BadRequestsOf = (operation, callers) =>
  operation.parameters
    .filter((parameter) => parameter.in === 'path')
    .flatMap(({ name }) => {
      const bytes = (value: string) => operation.call(callers, { path: operation.path({ [name]: value }) });
      return [
        ...NOBODYS.map((value) => ({
          what: `${value.slice(0, 50)} as ${name}`,
          bytes: bytes(value),
          status: 404,
          code: UNKNOWN,
        })),
        ...UNDECODABLE.map((value) => ({ what: `${value} as ${name}`, bytes: bytes(value), ...malformed })),
      ];
    });

const QUERIES = [
  '',
  '%00',
  'x%00',
  '0',
  '-1',
  '1.5',
  '1e2',
  '0x10',
  '+5',
  '%205',
  '%D9%A3',
  '99999999999999999999',
  '1000000',
  'null',
  'true',
  '*',
  'all,all',
  '..%2f..',
  "'%20or%20'1'='1",
  '%7B%22a%22:1%7D',
  '2026-02-30',
  '2026-13-01',
  'yesterday',
  '%ed%a0%80',
  '%zz',
  'x'.repeat(3_000),
];

/** Names that filters have elsewhere, and names that every object has. */
const UNKNOWN_PARAMETERS = ['nickname', 'user.email', '$where', '__proto__', 'constructor', 'toString'];

export const unknownParameters: BadRequestsOf = (operation, callers) =>
  UNKNOWN_PARAMETERS.map((name) => ({
    what: `${name} in the query`,
    bytes: operation.call(callers, { query: `?${encodeURIComponent(name)}=x`, contentType: operation.contentType }),
    status: 422,
    code: 'field-unknown',
    pointer: `/${name}`,
  }));

/** As a route reads it: a whole number where one is wanted, else text. */
const read = ({ schema }: Parameter, text: string): unknown => {
  const value = new URLSearchParams(`x=${text}`).get('x') ?? '';
  return schema['type'] === 'integer' && /^(0|[1-9]\d{0,8})$/.test(value) ? Number(value) : value;
};

export const badQueries: BadRequestsOf = (operation, callers) => {
  const parameters = operation.parameters.filter((parameter) => parameter.in === 'query');
  const request = (what: string, query: string, pointer: string) => ({
    what,
    bytes: operation.call(callers, { query, contentType: operation.contentType }),
    status: 422,
    code: 'validation-failed',
    pointer,
  });
  return parameters.flatMap((parameter) => {
    const { name, required } = parameter;
    const isRefused = (text: string) => text.includes('%00') || !allows(parameter.schema, read(parameter, text));
    const moments = isMoment(parameter.schema) ? NO_MOMENTS.map(encodeURIComponent) : [];
    return [
      ...[...QUERIES.filter(isRefused), ...moments].map((text) =>
        request(`${text.slice(0, 50)} as ${name} of the query`, `?${name}=${text}`, `/${name}`),
      ),
      request(`${name} twice in the query`, `?${name}=1&${name}=2`, `/${name}`),
      ...(required ? [request(`no ${name} in the query`, '', `/${name}`)] : []),
    ];
  });
};
