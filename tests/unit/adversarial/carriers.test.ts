import 'reflect-metadata';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import {
  basicCredentials,
  commonProblems,
  expectJson,
  idempotencyKeyOf,
  parseJsonObject,
  queryFrom,
} from '@gatehouse/platform/edge';
import { CallerNetwork } from '@gatehouse/platform/express';
import { negotiateLocale } from '@gatehouse/platform/i18n';
import { retryAfterSeconds } from '@gatehouse/platform/outbound';
import { FindUsers } from '@gatehouse/registration/contract';
import { headers as natsHeaders } from '@nats-io/transport-node';
import express, { type Request } from 'express';
import { RefreshCookie } from '../../../libs/access/adapters/edge/refresh-cookie.js';
import { readAnswer as readMailjet } from '../../../libs/notification/adapters/mailjet/mailjet-mail-provider.js';
import { readAnswer as readTwilio } from '../../../libs/notification/adapters/twilio/twilio-text-provider.js';
import { readCall } from '../../../libs/platform/nats/bus-endpoint.js';
import { readBusSubject } from '../../../libs/platform/nats/subjects.js';
import { parseRange } from '../../../libs/registration/adapters/pwned-passwords/pwned-passwords.js';
import { filled } from '../../support/hostile-text.js';
import { slowdownTo } from '../../support/processor-time.js';

/** Bytes of one header, where all together may have 8 KiB; of a body; of an import's line and a provider's answer. */
const [HEADER, BODY, LINE] = [7_800, 8_000, 64_000];

interface Parser {
  readonly parse: (text: string) => unknown;
  readonly plain: string;
  readonly hostile: readonly string[];
}

const withHeaders = (headers: IncomingHttpHeaders): IncomingMessage & Request =>
  Object.assign(Object.create(express.request), { headers, socket: { remoteAddress: '10.0.0.1' } });
const proxied = (header: 'x-forwarded-for' | 'forwarded') => {
  const network = new CallerNetwork(['10.0.0.0/8'], [], header);
  return (text: string) => network.of(withHeaders({ [header]: text }));
};
const json = (text: string) => parseJsonObject(Buffer.from(text));
const people = (bytes: number) => `{"users":[${filled(bytes - 60, '{"email":"ada@example.com","name":"Ada"},')}0]}`;
const repeated = (bytes: number) => [
  `{"a":${filled(bytes - 6, '[')}}`,
  `{"a":"${filled(bytes - 8, '\\u0061').slice(0, -6)}"}`,
  `{${filled(bytes - 10, '"a":1,')}"a":1}`,
  `{"a":[${filled(bytes - 10, '{},')}{}]}`,
  `{"a":${filled(bytes - 6, '1')}}`,
  `{"a":"${filled(bytes - 8, '\\\\')}`,
  filled(bytes, ' ', 'x'),
  filled(bytes, '/*', 'x'),
];

const PARSERS: Readonly<Record<string, Parser>> = {
  Basic: {
    parse: (authorization) => basicCredentials(withHeaders({ authorization }), commonProblems['not-found']),
    plain: `Basic ${Buffer.from(filled(HEADER * 0.7, 'ada@example.com:nine')).toString('base64')}`,
    hostile: [
      filled(HEADER, 'Basic ', 'x'),
      `Basic${filled(HEADER - 5, ' ', '!')}`,
      `Basic ${filled(HEADER - 6, 'A', '!')}`,
      `Basic ${filled(HEADER - 6, '=')}`,
      `Basic ${Buffer.from(filled(HEADER * 0.7, ':')).toString('base64')}`,
    ],
  },
  'Idempotency-Key': {
    parse: (key) => idempotencyKeyOf({ headers: { 'idempotency-key': key } }),
    plain: filled(HEADER, 'a'),
    hostile: [filled(HEADER, '"'), filled(HEADER, '"a"'), `"${filled(HEADER - 1, 'a')}`, filled(HEADER, ' ', 'x')],
  },
  Cookie: {
    parse: (cookie) => new RefreshCookie(true).read(withHeaders({ cookie }), 'default'),
    plain: filled(HEADER, 'session=abcdef0123456789; '),
    hostile: [
      filled(HEADER, ';'),
      filled(HEADER, '='),
      filled(HEADER, ' ', ';'),
      filled(HEADER, '__Host-gatehouse-refresh=;'),
    ],
  },
  'Content-Type': {
    parse: (type) => expectJson({ 'content-type': type }),
    plain: filled(HEADER, 'application/json; charset=utf-8; a=b; '),
    hostile: [
      `application/json${filled(HEADER - 16, ';')}`,
      `application/json${filled(HEADER - 16, ' ', ';')}`,
      `application/json;a="${filled(HEADER - 20, '\\')}`,
      `application/json${filled(HEADER - 16, ';charset=a')}`,
      `${filled(HEADER, '/')}`,
    ],
  },
  'Content-Encoding': {
    parse: (encoding) => expectJson({ 'content-type': 'application/json', 'content-encoding': encoding }),
    plain: filled(HEADER, 'identity,'),
    hostile: [filled(HEADER, ','), filled(HEADER, ' ', 'x')],
  },
  Accept: {
    parse: (accept) => withHeaders({ accept }).accepts(['application/json', 'text/event-stream']),
    plain: filled(HEADER, 'text/html,application/xhtml+xml;q=0.9,'),
    hostile: [
      `a/b;a="${filled(HEADER - 7, ',')}`,
      filled(HEADER, ','),
      filled(HEADER, 'a/b;'),
      filled(HEADER, '*/*,'),
      filled(HEADER, '"'),
    ],
  },
  'X-Forwarded-For': {
    parse: proxied('x-forwarded-for'),
    plain: filled(HEADER, '203.0.113.7, 10.0.0.2, '),
    hostile: [
      filled(HEADER, ','),
      filled(HEADER, ' ', 'x'),
      filled(HEADER, '1'),
      filled(HEADER, '[:'),
      filled(HEADER, '10.0.0.1,'),
    ],
  },
  Forwarded: {
    parse: proxied('forwarded'),
    plain: filled(HEADER, 'for=203.0.113.7;proto=https,'),
    hostile: [
      filled(HEADER, ','),
      filled(HEADER, ';'),
      `for="${filled(HEADER - 5, '\\a')}`,
      filled(HEADER, ' ', 'x'),
      filled(HEADER, 'for='),
      filled(HEADER, 'a'),
    ],
  },
  'the query': {
    parse: (query) => queryFrom(FindUsers, new URLSearchParams(query)),
    plain: filled(HEADER, 'email=ada%40example.com&state=active&'),
    hostile: [
      filled(HEADER, '&'),
      filled(HEADER, '='),
      filled(HEADER, '%'),
      filled(HEADER, 'a&'),
      filled(HEADER, 'email&'),
      filled(HEADER, '+'),
    ],
  },
  'a JSON body': { parse: json, plain: people(BODY), hostile: repeated(BODY) },
  'a line of NDJSON': { parse: json, plain: people(LINE), hostile: repeated(LINE) },
  'a subject of NATS': {
    parse: (subject) => readBusSubject('gatehouse.commands', subject),
    plain: filled(HEADER, 'gatehouse.commands.'),
    hostile: [filled(HEADER, '.'), `gatehouse.commands${filled(HEADER - 18, '.')}`],
  },
  'headers of NATS': {
    parse: (text) => {
      const headers = natsHeaders();
      for (const name of text.split(',')) headers.append(name || 'a', name);
      return readCall(null, { headers, data: Buffer.alloc(0) });
    },
    plain: Array.from({ length: 400 }, (_, at) => `Name-Of-Header-${at}`).join(','),
    hostile: [Array.from({ length: 400 }, () => 'Accept-Language-').join(','), filled(7_000, '__proto__,')],
  },
  'languages asked for over NATS': {
    parse: (language) => negotiateLocale(language),
    plain: filled(LINE, 'en-GB,en;q=0.9,'),
    hostile: [
      filled(LINE, 'en-x-a'),
      filled(LINE, '-'),
      filled(LINE, ' ', 'x'),
      filled(LINE, 'a'),
      filled(LINE, 'en;q=0.'),
    ],
  },
  'an answer of Mailjet': { parse: (body) => readMailjet(200, body), plain: people(LINE), hostile: repeated(LINE) },
  'an answer of Twilio': { parse: (body) => readTwilio(400, body), plain: people(LINE), hostile: repeated(LINE) },
  'a range of breached passwords': {
    parse: parseRange,
    plain: filled(LINE, `${'A'.repeat(35)}:12\r\n`).slice(0, -20),
    hostile: [
      filled(LINE, '\r\n'),
      filled(LINE, '\n', 'x'),
      filled(LINE, '\r', 'x'),
      filled(LINE, 'A'),
      filled(LINE, ':'),
    ],
  },
  'Retry-After': {
    parse: (value) => retryAfterSeconds({ 'retry-after': value }, new Date(0)),
    plain: filled(HEADER, '1'),
    hostile: [
      filled(HEADER, ' ', 'x'),
      filled(HEADER, '1', 'x'),
      `Mon${filled(HEADER - 3, '(')}`,
      `Mon${filled(HEADER - 3, ' 1')}`,
    ],
  },
};

/** What is refused costs what the refusal does. */
const attempt = (parse: Parser['parse'], text: string) => () => {
  try {
    parse(text);
  } catch {
    // A refusal is an answer too.
  }
};

describe.each(Object.entries(PARSERS))('%s', (_name, { parse, plain, hostile }) => {
  const slowdown = slowdownTo(attempt(parse, plain));

  it.each(hostile.map((text) => [text.slice(0, 24), text] as const))('takes no longer for %j …', (_start, text) => {
    expect(slowdown(attempt(parse, text), 20)).toBeLessThan(20);
  });
});
