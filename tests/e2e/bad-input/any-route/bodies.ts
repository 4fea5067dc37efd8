import { gzipSync } from 'node:zlib';
import { png } from '../../../support/images.js';
import { type Expected, forged, jsonInvalid, malformed, tooLarge, unknownField, unsupported } from '../bad-request.js';
import type { BadRequestsOf, Wrong } from './operation.js';

/** Of the provider that reports in these tests. */
export const EVENTS_SECRET = 'the-password-of-the-events';

const TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', '*/*', ''];
/** Fields that mean something elsewhere, or to JavaScript, and nothing here. */
const STRANGERS = [
  'nickname',
  'administrator',
  'requestId',
  'network',
  'result',
  'toString',
  'then',
  'a\u0000',
  '\ud800',
];

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** Whatever a body is for, these are none of it. */
export const badBodies: BadRequestsOf = (operation, callers) => {
  if (!operation.body) return [];
  const good = JSON.stringify(operation.body.example);
  const [name = 'field', value = 1] = Object.entries(operation.body.example)[0] ?? [];
  const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  /** The good document with one more member. */
  const and = (more: string): string => `${good.slice(0, -1)}${good === '{}' ? '' : ','}${more}}`;
  const escaped = `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}":1`;

  const texts: Readonly<Record<string, string | Uint8Array>> = {
    'nothing but spaces': '   ',
    'half a document': good.slice(0, -1),
    'a document and more': `${good}{}`,
    'a comma too many': and('"a":1,'),
    'a list around it': `[${good}]`,
    'a text': '"text"',
    'a number': '417',
    'a null': 'null',
    'a name twice': `{${member},${member}}`,
    'a name twice, once escaped': `{${member},${escaped}}`,
    'a name twice, deep inside': and('"x":[{"a":1,"a":2}]'),
    'the name __proto__': and('"__proto__":{"isAdministrator":true}'),
    'the name __proto__, escaped': and('"\\u005f_proto__":{}'),
    'the name __proto__, deep inside': and('"x":[{"__proto__":{}}]'),
    'the name constructor': and('"constructor":{"prototype":{}}'),
    'eleven levels': and(`"x":${nested(10)}`),
    'thousands of levels': and(`"x":${nested(3_000)}`),
    'a bare NUL in a text': and('"x":"\u0000"'),
    NaN: and('"x":NaN'),
    'an overlong NUL': Buffer.concat([Buffer.from(good), Buffer.from([0xc0, 0x80])]),
    'half a surrogate pair in UTF-8': Buffer.concat([Buffer.from(good), Buffer.from([0xed, 0xa0, 0x80])]),
    'UTF-16': Buffer.from(good, 'utf16le'),
  };
  const request = (what: string, wrong: Wrong, expected: Expected) => ({
    what,
    bytes: operation.call(callers, wrong),
    ...expected,
  });
  const chunk = operation.mostBytes + 1024;
  return [
    ...Object.entries(texts).map(([what, body]) => request(what, { body }, jsonInvalid)),
    ...STRANGERS.map((stranger) =>
      request(
        `the unknown field ${JSON.stringify(stranger)}`,
        { body: and(`${JSON.stringify(stranger)}:"x"`) },
        unknownField(`/${stranger}`),
      ),
    ),
    ...(operation.security === 'administration'
      ? [
          request(
            'half a document by key',
            { authorization: [`Authorization: ${callers.key}`], body: '{"' },
            jsonInvalid,
          ),
        ]
      : []),
    request('a body of no type', { contentType: null }, unsupported),
    ...TYPES.map((contentType) => request(`a body of the type "${contentType}"`, { contentType }, unsupported)),
    request('a body of two types', { headers: ['Content-Type: text/plain'] }, malformed),
    request('a compressed body', { headers: ['Content-Encoding: gzip'], body: gzipSync(good) }, unsupported),
    request(
      'a body one byte over its limit',
      { body: good + ' '.repeat(operation.mostBytes + 1 - good.length) },
      tooLarge,
    ),
    request('the promise of a gigabyte', { headers: ['Content-Length: 1073741824'] }, tooLarge),
    request(
      '1 KiB more than its limit in one chunk',
      {
        headers: ['Transfer-Encoding: chunked'],
        body: `${chunk.toString(16)}\r\n${good + ' '.repeat(chunk - good.length)}\r\n0\r\n\r\n`,
      },
      tooLarge,
    ),
  ];
};

/** A body of lines is judged line by line once it is read; before that, its type is. */
export const badUploads: BadRequestsOf = (operation, callers) =>
  operation.contentType === null || operation.body || operation.isOfImages
    ? []
    : [null, 'application/json', 'text/csv', ''].map((contentType) => ({
        what: `an upload of the type ${JSON.stringify(contentType)}`,
        bytes: operation.call(callers, {
          query: '?importId=01a1fd8e-eb10-75a1-8d47-61bb163bd468',
          contentType,
          body: '{}\n',
        }),
        ...unsupported,
      }));

/** Of an image the bytes decide, whatever its sender calls it. */
export const badImages: BadRequestsOf = (operation, callers) => {
  if (!operation.isOfImages) return [];
  const over = Buffer.alloc(operation.mostBytes + 1);
  const images: Readonly<Record<string, string | Uint8Array>> = {
    nothing: '',
    'a text': 'a logo',
    'a page': '<!doctype html><svg></svg>',
    'the start of an image': png().subarray(0, 40),
    zeros: Buffer.alloc(1_000),
  };
  return [
    ...Object.entries(images).map(([what, body]) => ({
      what: `${what} for an image`,
      bytes: operation.call(callers, { body }),
      status: 422,
      code: 'validation-failed',
      pointer: '/image',
    })),
    {
      what: 'a compressed image',
      bytes: operation.call(callers, { headers: ['Content-Encoding: gzip'], body: gzipSync(png()) }),
      ...unsupported,
    },
    { what: 'an image one byte over its limit', bytes: operation.call(callers, { body: over }), ...tooLarge },
    {
      what: 'the promise of a gigabyte',
      bytes: operation.call(callers, { headers: ['Content-Length: 1073741824'] }),
      ...tooLarge,
    },
  ];
};

/** What providers report has a form of each one's own: they prove who they are first. */
export const badReports: BadRequestsOf = (operation, callers) => {
  if (operation.template !== '/v1/providers/{name}/events') return [];
  const path = operation.path({ name: 'sandbox' });
  const good = [`Authorization: Basic ${Buffer.from(`gatehouse:${EVENTS_SECRET}`).toString('base64')}`];
  const request = (what: string, wrong: Wrong, expected: Expected) => ({
    what,
    bytes: operation.call(callers, { path, authorization: good, ...wrong }),
    ...expected,
  });
  const large = ' '.repeat(1024 * 1024 + 1);
  return [
    request('a report without credentials', { authorization: [], body: '{}' }, forged),
    request('a report with wrong ones', { authorization: ['Authorization: Basic eDp5'], body: '{}' }, forged),
    request('half a report', { body: '{"event":' }, jsonInvalid),
    request('a report that is a text', { body: '"bounce"' }, jsonInvalid),
    request('a report that is too large', { body: large }, tooLarge),
    request('the promise of a large report', { headers: ['Content-Length: 1073741824'] }, tooLarge),
  ];
};
