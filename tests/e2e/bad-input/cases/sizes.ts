import { type BadRequest, goodSignUp, postJson, postText, tooLarge, wire } from '../bad-request.js';

const LIMIT = 8 * 1024;
const text = JSON.stringify(goodSignUp);
const padded = (length: number): string => text + ' '.repeat(length - text.length);
const chunks = (body: string, size: number): string => {
  const parts = Array.from({ length: Math.ceil(body.length / size) }, (_, at) =>
    body.slice(at * size, (at + 1) * size),
  );
  return `${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\n\r\n`;
};
const chunked = (body: string, size: number): Buffer =>
  wire('POST', '/v1/users', {
    headers: ['Content-Type: application/json', 'Transfer-Encoding: chunked'],
    body: chunks(body, size),
  });
const paths = ['/v1/users/activation', '/v1/users/activation/code', '/v1/sessions', '/v1/sessions/refresh'];

export const sizes: readonly BadRequest[] = [
  { what: 'a body one byte over 8 KiB', bytes: postText('/v1/users', padded(LIMIT + 1)), ...tooLarge },
  { what: 'a body of 9 KiB', bytes: postJson('/v1/users', { ...goodSignUp, name: 'x'.repeat(9 * 1024) }), ...tooLarge },
  { what: 'a body of a megabyte', bytes: postText('/v1/users', padded(1024 * 1024)), ...tooLarge },
  {
    what: 'characters whose bytes are over 8 KiB',
    bytes: postJson('/v1/users', { name: '😀'.repeat(2_100) }),
    ...tooLarge,
  },
  { what: '9 KiB in one chunk', bytes: chunked(padded(9 * 1024), 9 * 1024), ...tooLarge },
  { what: '9 KiB in chunks of 1 KiB', bytes: chunked(padded(9 * 1024), 1024), ...tooLarge },
  { what: '9 KiB in chunks of one byte', bytes: chunked(padded(9 * 1024), 1), ...tooLarge },
  { what: 'a megabyte in chunks', bytes: chunked(padded(1024 * 1024), 4_096), ...tooLarge },
  { what: 'the promise of a gigabyte', bytes: postText('/v1/users', text, 'Content-Length: 1073741824'), ...tooLarge },
  {
    what: 'the promise of more than there are bytes',
    bytes: postText('/v1/users', text, `Content-Length: ${Number.MAX_SAFE_INTEGER}`),
    ...tooLarge,
  },
  { what: '9 KiB that are no JSON', bytes: postText('/v1/users', 'x'.repeat(9 * 1024)), ...tooLarge },
  {
    what: '9 KiB of another type',
    bytes: wire('POST', '/v1/users', { headers: ['Content-Type: text/plain'], body: 'x'.repeat(9 * 1024) }),
    ...tooLarge,
  },
  ...paths.map((path) => ({ what: `9 KiB for ${path}`, bytes: postText(path, padded(9 * 1024)), ...tooLarge })),
];
