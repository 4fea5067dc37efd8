import { type BadRequest, goodSignUp, malformed, unsupported, wire } from '../bad-request.js';

const body = JSON.stringify(goodSignUp);

const types: readonly string[] = [
  '',
  'text/plain',
  'text/json',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/octet-stream',
  'application/jsonp',
  'application/json5',
  'application/x-ndjson',
  'application/problem+json',
  'application/merge-patch+json',
  'application/json; charset=latin1',
  'application/json; charset=utf-16',
  'application/json; charset=utf-8x',
  'application/json; charset=""',
  ';',
  'application/json/',
  'application/json, application/json',
  'application/json application/json',
  'application / json',
  'json',
  '*/*',
  'application/*',
  'application/json\u00a0',
];

export const contentTypes: readonly BadRequest[] = [
  { what: 'a body of no type', bytes: wire('POST', '/v1/users', { body }), ...unsupported },
  ...types.map((type) => ({
    what: `a body of the type ${JSON.stringify(type)}`,
    bytes: wire('POST', '/v1/users', { headers: [`Content-Type: ${type}`], body }),
    ...unsupported,
  })),
  {
    what: 'a body of two types, the wrong one first',
    bytes: wire('POST', '/v1/users', { headers: ['Content-Type: text/plain', 'Content-Type: application/json'], body }),
    ...malformed,
  },
  {
    what: 'a body of two types, the right one first',
    bytes: wire('POST', '/v1/users', { headers: ['Content-Type: application/json', 'Content-Type: text/plain'], body }),
    ...malformed,
  },
  {
    what: 'a body of one type, said twice',
    bytes: wire('POST', '/v1/users', {
      headers: ['Content-Type: application/json', 'content-type: application/json'],
      body,
    }),
    ...malformed,
  },
  ...['/v1/users/activation', '/v1/users/activation/code', '/v1/sessions', '/v1/sessions/refresh'].map((path) => ({
    what: `a form sent to ${path}`,
    bytes: wire('POST', path, { headers: ['Content-Type: application/x-www-form-urlencoded'], body: 'email=x' }),
    ...unsupported,
  })),
];
