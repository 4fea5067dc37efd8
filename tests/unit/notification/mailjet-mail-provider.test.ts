import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errors, MockAgent } from 'undici';
import {
  MailjetMailProvider,
  type MailjetOptions,
} from '../../../libs/notification/adapters/mailjet/mailjet-mail-provider.js';
import type { AnswerSeen } from '../../../libs/notification/adapters/undici/call-provider.js';
import { providerDispatcher } from '../../../libs/notification/adapters/undici/call-provider.js';

const mail = {
  deliveryId: '0197a000-0000-7000-8000-000000000001',
  recipient: { email: 'ada@example.org', name: 'Ada' },
  subject: 'Your code for Acme',
  text: 'Hello Ada,\n\n0042\n',
  html: '<p>0042</p>',
};
const SECRETS = ['ada@example.org', 'Ada', '0042', 'the-key', 'the-secret'];
const UUID = '6f7a1c1e-7d0f-4f43-9a3a-3a0f6f6cf3a1';
const success = {
  Messages: [
    {
      Status: 'success',
      CustomID: mail.deliveryId,
      To: [{ Email: 'ada@example.org', MessageUUID: UUID, MessageID: 456, MessageHref: 'x' }],
    },
  ],
};

let agent: MockAgent;
let seen: AnswerSeen[];

beforeEach(() => {
  agent = new MockAgent();
  agent.disableNetConnect();
  seen = [];
});
afterEach(() => agent.close());

const providerWith = (options: Partial<MailjetOptions> = {}) =>
  new MailjetMailProvider({
    name: 'mailjet',
    baseUrl: 'https://mail.example',
    apiKey: 'the-key',
    apiSecret: 'the-secret',
    from: { email: 'no-reply@acme.example', name: 'Acme' },
    dispatcher: agent,
    onAnswer: (answer) => seen.push(answer),
    ...options,
  });

const route = { path: '/v3.1/send', method: 'POST' };
const theProvider = () => agent.get('https://mail.example').intercept(route);
const messageError = (error: object) => ({ Messages: [{ Status: 'error', Errors: [error] }] });

describe('a mail to Mailjet', () => {
  it('goes out as the Send API v3.1 asks, with the delivery as CustomID', async () => {
    let request: { headers: Record<string, string>; body: string } | undefined;
    theProvider().reply((options) => {
      request = { headers: options.headers as Record<string, string>, body: String(options.body) };
      return { statusCode: 200, data: success };
    });
    await providerWith({ baseUrl: 'https://mail.example/' }).send(mail);
    expect(request?.headers).toEqual({
      authorization: `Basic ${Buffer.from('the-key:the-secret').toString('base64')}`,
      'content-type': 'application/json',
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      Messages: [
        {
          From: { Email: 'no-reply@acme.example', Name: 'Acme' },
          To: [{ Email: 'ada@example.org', Name: 'Ada' }],
          Subject: mail.subject,
          TextPart: mail.text,
          HTMLPart: mail.html,
          CustomID: mail.deliveryId,
          TrackOpens: 'disabled',
          TrackClicks: 'disabled',
          Headers: { 'Auto-Submitted': 'auto-generated' },
        },
      ],
    });
  });

  it('names no recipient who has no name', async () => {
    let to: unknown;
    theProvider().reply((options) => {
      to = JSON.parse(String(options.body)).Messages[0].To;
      return { statusCode: 200, data: success };
    });
    await providerWith().send({ ...mail, recipient: { email: 'ada@example.org', name: null } });
    expect(to).toEqual([{ Email: 'ada@example.org' }]);
  });

  it('comes from the application’s own sender, where it has one, and is answered where it says', async () => {
    let sent: { From: object; ReplyTo: object } | undefined;
    theProvider().reply((options) => {
      sent = JSON.parse(String(options.body)).Messages[0];
      return { statusCode: 200, data: success };
    });
    const from = { email: 'hello@shop.example', name: 'The Shop' };
    await providerWith().send({ ...mail, from, replyTo: 'help@shop.example' });
    expect(sent?.From).toEqual({ Email: 'hello@shop.example', Name: 'The Shop' });
    expect(sent?.ReplyTo).toEqual({ Email: 'help@shop.example' });
  });

  it('is accepted under the UUID that Mailjet gives it', async () => {
    theProvider().reply(200, success);
    expect(await providerWith().send(mail)).toEqual({ kind: 'accepted', providerMessageId: UUID });
  });

  it.each([
    { what: 'no recipient', message: { Status: 'success' } },
    { what: 'a numeric id alone', message: { Status: 'success', To: [{ MessageID: 1 }] } },
    { what: 'something else for an id', message: { Status: 'success', To: [{ MessageUUID: 'ada@example.org' }] } },
  ])('is accepted without an id when the answer has $what', async ({ message }) => {
    theProvider().reply(200, { Messages: [message] });
    expect(await providerWith().send(mail)).toEqual({ kind: 'accepted', providerMessageId: null });
  });
});

describe('an answer that refuses the mail', () => {
  it.each([
    { status: 400, retryable: false, reason: 'http-400' },
    { status: 401, retryable: true, reason: 'credentials-refused-401' },
    { status: 402, retryable: true, reason: 'http-402' },
    { status: 403, retryable: true, reason: 'credentials-refused-403' },
    { status: 404, retryable: false, reason: 'http-404' },
    { status: 408, retryable: true, reason: 'http-408' },
    { status: 413, retryable: false, reason: 'http-413' },
    { status: 422, retryable: false, reason: 'http-422' },
    { status: 425, retryable: true, reason: 'http-425' },
    { status: 429, retryable: true, reason: 'http-429' },
    { status: 500, retryable: true, reason: 'http-500' },
    { status: 502, retryable: true, reason: 'http-502' },
    { status: 503, retryable: true, reason: 'http-503' },
    { status: 599, retryable: true, reason: 'http-599' },
    { status: 304, retryable: true, reason: 'redirect-304' },
  ])('status $status is $reason (to be tried again: $retryable)', async ({ status, retryable, reason }) => {
    theProvider().reply(status, 'ada@example.org is not welcome');
    const ours = [401, 402, 403].includes(status) ? { needsOperator: true } : {};
    const unknown = status === 502 ? { mayBeTaken: true } : {};
    expect(await providerWith().send(mail)).toEqual({
      kind: 'refused',
      retryable,
      reason,
      status,
      ...ours,
      ...unknown,
    });
  });

  it.each([301, 302, 303, 307, 308])('status %d leads nowhere', async (status) => {
    theProvider().reply(status, '', { headers: { location: 'https://elsewhere.example/v3.1/send' } });
    const elsewhere = agent.get('https://elsewhere.example').intercept({ ...route, method: () => true });
    elsewhere.reply(200, success);
    const answer = await providerWith().send(mail);
    expect(answer).toEqual({ kind: 'refused', retryable: true, reason: `redirect-${status}`, status });
    expect(agent.pendingInterceptors()).toHaveLength(1);
  });

  it.each([
    { http: 200, error: { StatusCode: 400, ErrorCode: 'mj-0013' }, retryable: false, reason: 'http-400 mj-0013' },
    { http: 400, error: { StatusCode: 400, ErrorCode: 'mj-0013' }, retryable: false, reason: 'http-400 mj-0013' },
    { http: 400, error: { ErrorCode: 'mj-0004' }, retryable: false, reason: 'http-400 mj-0004' },
    { http: 200, error: { StatusCode: 429 }, retryable: true, reason: 'http-429' },
    { http: 400, error: { StatusCode: 500, ErrorCode: 'mj-0001' }, retryable: true, reason: 'http-500 mj-0001' },
    { http: 200, error: { StatusCode: 403 }, retryable: true, reason: 'credentials-refused-403' },
    { http: 200, error: { ErrorCode: 'mj-0013' }, retryable: true, reason: 'answer-unreadable mj-0013' },
    { http: 200, error: {}, retryable: true, reason: 'answer-unreadable' },
    { http: 400, error: { ErrorCode: 'ada@example.org' }, retryable: false, reason: 'http-400' },
    { http: 400, error: { ErrorCode: 17 }, retryable: false, reason: 'http-400' },
  ])('$reason comes of the message’s own error under status $http', async ({ http, error, retryable, reason }) => {
    theProvider().reply(
      http,
      messageError({ ErrorMessage: '"ada@example.org" is an invalid email address.', ...error }),
    );
    const ours = error.StatusCode === 403 ? { needsOperator: true } : {};
    expect(await providerWith().send(mail)).toEqual({ kind: 'refused', retryable, reason, status: http, ...ours });
  });

  it('names the error of the whole call', async () => {
    theProvider().reply(401, { ErrorIdentifier: UUID, ErrorCode: 'mj-0015', StatusCode: 401, ErrorMessage: 'the-key' });
    const reason = 'credentials-refused-401 mj-0015';
    const ours = { needsOperator: true };
    expect(await providerWith().send(mail)).toEqual({ kind: 'refused', retryable: true, reason, status: 401, ...ours });
  });

  it.each([
    ['nothing', ''],
    ['HTML', '<html>ok</html>'],
    ['half a document', '{"Messages":[{"Status":"succ'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no messages', '{}'],
    ['an empty list of messages', '{"Messages":[]}'],
    ['a message that is none', '{"Messages":["success"]}'],
    ['a message without status', '{"Messages":[{"To":[]}]}'],
    ['an unknown status', '{"Messages":[{"Status":"maybe"}]}'],
  ])('%s under status 200 is no acceptance', async (_what, body) => {
    theProvider().reply(200, body);
    const answer = await providerWith().send(mail);
    expect(answer).toEqual({
      kind: 'refused',
      retryable: true,
      reason: 'answer-unreadable',
      status: 200,
      mayBeTaken: true,
    });
  });

  it('is not read past 64 KiB', async () => {
    theProvider().reply(200, JSON.stringify({ ...success, filler: 'x'.repeat(70_000) }));
    const answer = await providerWith().send(mail);
    expect(answer).toEqual({ kind: 'refused', retryable: true, reason: 'answer-too-large', mayBeTaken: true });
  });
});

describe('Retry-After', () => {
  const now = () => new Date('2026-05-01T12:00:00Z');

  it.each([
    { header: '7', seconds: 7 },
    { header: ' 0 ', seconds: 0 },
    { header: 'Fri, 01 May 2026 12:00:30 GMT', seconds: 30 },
    { header: 'Friday, 01-May-26 12:00:30 GMT', seconds: 30 },
    { header: 'Fri, 01 May 2026 11:59:00 GMT', seconds: 0 },
    { header: '-5', seconds: undefined },
    { header: '1.5', seconds: undefined },
    { header: 'soon', seconds: undefined },
    { header: '2026-05-01', seconds: undefined },
    { header: 'Fri, 99 Foo 2026', seconds: undefined },
    { header: '', seconds: undefined },
  ])('"$header" asks for $seconds s', async ({ header, seconds }) => {
    theProvider().reply(429, '', { headers: { 'retry-after': header } });
    const answer = await providerWith({ now }).send(mail);
    expect(answer).toEqual({
      kind: 'refused',
      retryable: true,
      reason: 'http-429',
      status: 429,
      ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    });
  });

  it('as a date is measured against the answer’s own date, not against our clock', async () => {
    theProvider().reply(503, '', {
      headers: { 'retry-after': 'Fri, 01 May 2026 15:00:10 GMT', date: 'Fri, 01 May 2026 15:00:00 GMT' },
    });
    expect(await providerWith({ now }).send(mail)).toMatchObject({ retryAfterSeconds: 10 });
  });
});

describe('a provider that cannot be reached', () => {
  it.each([
    [new errors.ConnectTimeoutError('ada@example.org'), 'connect-timeout'],
    [new errors.HeadersTimeoutError(), 'headers-timeout'],
    [new errors.BodyTimeoutError(), 'body-timeout'],
    [new errors.SocketError('other side closed'), 'connection-reset'],
    [Object.assign(new Error('read'), { code: 'ECONNRESET' }), 'connection-reset'],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'connection-refused'],
    [Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), 'name-unresolved'],
    [Object.assign(new Error('certificate'), { code: 'CERT_HAS_EXPIRED' }), 'network-fault'],
    [new Error('what?'), 'network-fault'],
  ])('is a refusal to be tried again: %s', async (fault, reason) => {
    theProvider().replyWithError(fault);
    const isNotSent = ['connect-timeout', 'connection-refused', 'name-unresolved'].includes(reason);
    const expected = { kind: 'refused', retryable: true, reason, ...(!isNotSent && { mayBeTaken: true }) };
    expect(await providerWith().send(mail)).toEqual(expected);
  });

  it.each([
    ['before it has answered', () => undefined],
    ['in the middle of its answer', (response: ServerResponse) => response.writeHead(200).write('{"Messages":[')],
  ])('is given up when the time for the whole exchange is over %s', async (_when, begin) => {
    const timeout = new AbortController();
    const server = createServer((_request, response) => {
      begin(response);
      setImmediate(() => timeout.abort(new DOMException('Too late', 'TimeoutError')));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const dispatcher = providerDispatcher();
    const allowed: number[] = [];
    const provider = providerWith({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      dispatcher,
      sendTimeoutSeconds: 4,
      timeoutSignal: (ms) => {
        allowed.push(ms);
        return timeout.signal;
      },
    });
    expect(await provider.send(mail)).toEqual({
      kind: 'refused',
      retryable: true,
      reason: 'timeout',
      mayBeTaken: true,
    });
    expect(allowed).toEqual([4_000]);
    await dispatcher.destroy();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
});

describe('what is reported of an exchange', () => {
  it('is the provider, the outcome, the status and the time it took', async () => {
    theProvider().reply(200, success);
    theProvider().reply(500, '');
    theProvider().replyWithError(new errors.SocketError());
    const provider = providerWith({ name: 'sandbox' });
    for (let count = 0; count < 3; count += 1) await provider.send(mail);
    const seconds = expect.any(Number);
    expect(seen).toEqual([
      { provider: 'sandbox', outcome: 'accepted', status: 200, seconds },
      { provider: 'sandbox', outcome: 'refused', status: 500, seconds },
      { provider: 'sandbox', outcome: 'connection-reset', status: 0, seconds },
    ]);
  });

  it('never holds the address, the name, the code or the key', async () => {
    const echo = SECRETS.join(' ');
    theProvider().reply(
      400,
      messageError({ StatusCode: 400, ErrorCode: echo, ErrorMessage: echo, ErrorRelatedTo: [echo] }),
    );
    theProvider().reply(500, echo);
    theProvider().replyWithError(new Error(echo));
    theProvider().replyWithError(Object.assign(new Error(echo), { code: echo, name: echo }));
    const provider = providerWith();
    const answers: unknown[] = [];
    for (let count = 0; count < 4; count += 1) answers.push(await provider.send(mail));
    // Without the times: their decimals may be anything.
    const reported = JSON.stringify([answers, seen.map((answer) => ({ ...answer, seconds: 0 }))]);
    for (const secret of SECRETS) expect(reported).not.toContain(secret);
  });
});

it('a base URL that is none is refused at once', () => {
  expect(() => providerWith({ baseUrl: 'mail.example' })).toThrow('Invalid URL');
});
