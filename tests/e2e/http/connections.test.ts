import { Socket } from 'node:net';
import { Duplex, Readable } from 'node:stream';
import { jest } from '@jest/globals';
import { request } from 'undici';
import { standardLimits } from '../../../apps/api/http/connection-problems.js';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { RawConnection, rawExchange } from '../../support/raw-http.js';

const MEGABYTES = Buffer.alloc(4 * 1024 * 1024, 'x');
const SHORT = { ...standardLimits, headersMs: 150, requestMs: 300, checkMs: 50 };

describe('a connection', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let connection: RawConnection | undefined;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db, { limits: SHORT });
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });
  afterEach(() => connection?.close());

  const open = async (): Promise<RawConnection> => {
    connection = await RawConnection.open(api.port);
    return connection;
  };
  const post = (body: string, headers = `Content-Length: ${Buffer.byteLength(body)}`): string =>
    `POST /v1/users HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;

  it.each([
    [
      'headers over 8 KiB',
      `GET /health/live HTTP/1.1\r\nHost: api\r\nX: ${'x'.repeat(8_192)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    [
      'many headers over 8 KiB',
      `GET /health/live HTTP/1.1\r\nHost: api\r\n${'X: x\r\n'.repeat(1_500)}\r\n`,
      431,
      'headers-too-large',
    ],
    [
      'a megabyte of headers',
      `GET /health/live HTTP/1.1\r\nHost: api\r\nX: ${'x'.repeat(1_000_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    ['a path over 8 KiB', `GET /${'x'.repeat(9_000)} HTTP/1.1\r\nHost: api\r\n\r\n`, 414, 'uri-too-long'],
    ['what is no HTTP', 'EHLO mail.example\r\n\r\n', 400, 'request-malformed'],
    ['an unknown method', 'BREW /v1/users HTTP/1.1\r\nHost: api\r\n\r\n', 400, 'request-malformed'],
    ['HTTP/2 without having agreed on it', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'request-malformed'],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003', 400, 'request-malformed'],
    ['no Host', 'GET /health/live HTTP/1.1\r\n\r\n', 400, 'request-malformed'],
    ['two Hosts', 'GET /health/live HTTP/1.1\r\nHost: api\r\nHost: api\r\n\r\n', 400, 'request-malformed'],
    ['a tunnel', 'CONNECT internal.example:22 HTTP/1.1\r\nHost: api\r\n\r\n', 405, 'method-not-allowed'],
  ])('that brings %s gets a problem, and is closed', async (_what, bytes, status, code) => {
    const raw = await open();
    raw.write(Buffer.from(bytes, 'latin1'));
    const answer = await raw.answer();
    api.expectProblem(answer, status, code);
    expect(answer.headers).toMatchObject({ connection: 'close', 'cache-control': 'no-store' });
    await raw.over();
  });

  it('takes headers just under 8 KiB', async () => {
    const filler = 'x'.repeat(8_192 - 100);
    const answer = await rawExchange(api.port, `GET /health/live HTTP/1.1\r\nHost: api\r\nX: ${filler}\r\n\r\n`);
    expect(answer.status).toBe(200);
  });

  it.each([
    ['nothing at all', ''],
    ['half a request line', 'GET /health/li'],
    ['headers without an end', 'GET /health/live HTTP/1.1\r\nHost: api\r\nX: '],
  ])('that brings %s within the time for headers gets a 408 and is closed', async (_what, bytes) => {
    const raw = await open();
    raw.write(bytes);
    const answer = await raw.answer();
    api.expectProblem(answer, 408, 'request-timeout');
    await raw.over();
  });

  it('that is late with hundreds of others is refused a few at a time, and others are answered in between', async () => {
    const LATE = 300;
    let [busiest, inThisTurn, isOver] = [0, 0, false];
    const end = jest.spyOn(Socket.prototype, 'end').mockImplementation(function (this: Socket, ...given: unknown[]) {
      if (String(given[0]).startsWith('HTTP/1.1 408')) busiest = Math.max(busiest, ++inThisTurn);
      Duplex.prototype.end.apply(this, given as [unknown, BufferEncoding]);
      return this;
    });
    const nextTurn = () => {
      inThisTurn = 0;
      if (!isOver) setImmediate(nextTurn);
    };
    nextTurn();
    try {
      const late = await Promise.all(Array.from({ length: LATE }, () => RawConnection.open(api.port)));
      for (const raw of late) raw.write(Buffer.from('GET /health/li'));
      const answers = await Promise.all(late.map((raw) => raw.answer()));
      expect(answers.map(({ status }) => status)).toEqual(Array(LATE).fill(408));
      await Promise.all(late.map((raw) => raw.over()));
      expect(busiest).toBeGreaterThan(1);
      expect(busiest).toBeLessThanOrEqual(64);
    } finally {
      isOver = true;
      end.mockRestore();
    }
  });

  it('that trickles its headers gets a 408 too', async () => {
    const raw = await open();
    raw.write('GET /health/live HTTP/1.1\r\n');
    const trickle = setInterval(() => raw.write('X: x\r\n'), 20);
    const answer = await raw.answer();
    clearInterval(trickle);
    api.expectProblem(answer, 408, 'request-timeout');
  });

  it('whose body does not come gets a 408, and nothing is written', async () => {
    const { email } = somebody();
    const raw = await open();
    raw.write(post(`{"email": "${email}"`, 'Content-Length: 100'));
    const answer = await raw.answer();
    api.expectProblem(answer, 408, 'request-timeout');
    await raw.over();
    expect(await db.sql`select from gatehouse.users where email = ${email}`).toHaveLength(0);
  });

  it('that ends within its body is let go', async () => {
    const raw = await open();
    raw.write(post('{"email": ', 'Content-Length: 100'));
    raw.close();
    await raw.over();
    expect(await api.http.get('/health/live')).toMatchObject({ status: 200 });
  });

  it('is kept for the next request, also after a refusal', async () => {
    const raw = await open();
    for (let round = 1; round <= 3; round++) {
      raw.write(post('{"email": '));
      expect(await raw.answer()).toMatchObject({ status: 400, body: { code: 'json-invalid' } });
      raw.write('GET /nowhere HTTP/1.1\r\nHost: api\r\n\r\n');
      expect(await raw.answer()).toMatchObject({ status: 404 });
    }
    expect(raw.isOver).toBe(false);
  });

  it('answers requests that come without waiting, in their order', async () => {
    const raw = await open();
    const body = JSON.stringify(somebody());
    raw.write(`${post(body)}GET /nowhere HTTP/1.1\r\nHost: api\r\n\r\nGET /health/live HTTP/1.1\r\nHost: api\r\n\r\n`);
    expect([(await raw.answer()).status, (await raw.answer()).status, (await raw.answer()).status]).toEqual([
      201, 404, 200,
    ]);
  });

  it('answers a good request first when what follows is no HTTP', async () => {
    const raw = await open();
    raw.write(`${post(JSON.stringify(somebody()))}and now for something\r\n\r\n`);
    const answer = await raw.answer();
    expect(answer).toMatchObject({ status: 201, headers: { connection: 'close' } });
    await raw.over();
    await expect(raw.answer()).rejects.toThrow('The connection ended after: ""');
  });

  it.each([
    ['with a length', () => MEGABYTES],
    [
      'in chunks',
      () => Readable.from(Array.from({ length: 64 }, (_, at) => MEGABYTES.subarray(at * 65_536, (at + 1) * 65_536))),
    ],
  ])('lets clients that send megabytes %s read why they were refused', async (_how, body) => {
    for (let round = 1; round <= 5; round++) {
      const answer = await request(`${api.url}/v1/users`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body(),
      });
      expect([answer.statusCode, await answer.body.json()]).toEqual([
        413,
        expect.objectContaining({ code: 'body-too-large' }),
      ]);
    }
  });

  it('that expects what nobody knows is served all the same', async () => {
    const answer = await rawExchange(
      api.port,
      'GET /health/live HTTP/1.1\r\nHost: api\r\nExpect: the-unexpected\r\n\r\n',
    );
    expect(answer.status).toBe(200);
  });

  it('that waits for 100 Continue gets it', async () => {
    const body = JSON.stringify(somebody());
    const raw = await open();
    raw.write(post('', `Content-Length: ${body.length}\r\nExpect: 100-continue`));
    expect(await raw.text((text) => text.includes('\r\n\r\n'))).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    raw.write(body);
    expect((await raw.answer()).status).toBe(201);
  });

  it('stays an ordinary one when another protocol is asked for', async () => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket';
    const answer = await rawExchange(api.port, `GET /health/live HTTP/1.1\r\nHost: api\r\n${upgrade}\r\n\r\n`);
    expect(answer.status).toBe(200);
  });
});
