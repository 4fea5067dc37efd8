import { ApiHarness } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { filled } from '../../support/hostile-text.js';
import { rawExchange } from '../../support/raw-http.js';

/** Of a request line or a header, where all together may have 8 KiB. */
const LIMIT = 7_000;
const ROUNDS = 6;
/** For what seems slow: the process does more than answer, and one of these rounds meets a moment without that. */
const MORE_ROUNDS = 60;
/** Of a body. */
const BODY = 8_000;
const REQUESTS = 3;
const MOST_TIMES = 8;

const PATHS = ['/', '/.', '/..', '%41', '%2f', ';', 'a', ':', '/v1', '/v1/users/', '//v1'];
const QUERIES = ['?', '&', '=', 'a=1&', '%', '%00&', 'application=', '[a]', '+'];
const TEXTS = [
  ',',
  ';',
  ' ',
  '"',
  '=',
  '/',
  '*',
  'a',
  'a,',
  'a;',
  'W/"a",',
  'en-x-a',
  'a/b;a="',
  'Bearer ',
  'a.b.c.',
  '\\"',
];
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'GET /v1/users/01a1fd8e-eb10-75a1-8d47-61bb163bd468/activation': [
    'Accept',
    'Accept-Language',
    'Origin',
    'Gatehouse-Application',
    'Last-Event-ID',
    'Connection',
    'Expect',
  ],
  'GET /v1/users/me': ['Authorization', 'Cookie'],
  'GET /v1/admin/users': ['Authorization'],
  'DELETE /v1/users/me': ['Authorization', 'Sec-Fetch-Mode'],
  'POST /v1/sessions/refresh': ['Cookie', 'X-CSRF-Token', 'Idempotency-Key', 'Content-Type'],
  // Without its body: sending that takes longer than all the headers.
  'HEAD /openapi.json': ['If-None-Match', 'Accept-Encoding'],
  'GET /reset': ['Accept-Language', 'Accept-Encoding'],
  'GET /problems/busy': ['Accept'],
};

describe('a request at the limit takes no longer than a plain one of its size', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  /** Processor time of client and server together, in the quickest of some rounds; the first that is quick enough is the last. */
  async function cost(request: string, rounds = ROUNDS, enough = 0): Promise<number> {
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds && least > enough; round += 1) {
      const before = process.cpuUsage();
      for (let sent = 0; sent < REQUESTS; sent += 1) await rawExchange(api.port, request, request.split(' ', 1)[0]);
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, user + system);
    }
    return least;
  }
  const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n`;

  async function slowerThan(plain: string, requests: ReadonlyMap<string, string>): Promise<string[]> {
    const usual = await cost(plain);
    const slow: string[] = [];
    for (const [what, request] of requests) {
      const factor = (await cost(request, MORE_ROUNDS, usual * MOST_TIMES)) / usual;
      if (factor > MOST_TIMES) slow.push(`${what}: ${factor.toFixed(1)} times`);
    }
    return slow;
  }

  it('whatever its path and its query are', async () => {
    const targets = [
      ...PATHS.map((part) => `/${filled(LIMIT, part)}`),
      ...PATHS.map((part) => `/v1/users/${filled(LIMIT, part)}/activation`),
      ...QUERIES.map((part) => `/v1/users/01a1fd8e-eb10-75a1-8d47-61bb163bd468/activation?${filled(LIMIT, part)}`),
      ...QUERIES.map((part) => `/reset?${filled(LIMIT, part)}`),
    ];
    const requests = new Map(targets.map((target) => [target.slice(0, 60), get(target)]));
    expect(await slowerThan(get(`/v1/users?${filled(LIMIT, 'email=ada%40example.com&')}`), requests)).toEqual([]);
  });

  it.each(Object.entries(PLACES))('whatever its headers are, for %s', async (target, names) => {
    const request = (name: string, value: string) =>
      `${target} HTTP/1.1\r\nHost: api\r\n${name}: ${value}\r\nContent-Length: 0\r\n${name === 'Connection' ? '' : 'Connection: close\r\n'}\r\n`;
    const requests = new Map(
      names.flatMap((name) =>
        TEXTS.map((text) => [`${name} of ${text}`, request(name, filled(LIMIT, text, 'x'))] as const),
      ),
    );
    expect(await slowerThan(request('X-Nothing', filled(LIMIT, 'nine seven lanterns ')), requests)).toEqual([]);
  });

  it('whatever the fields of its body are, and the answer names a hundred of them at most', async () => {
    const post = (body: string) =>
      `POST /v1/users HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
    const names = (bytes: number) =>
      Array.from({ length: bytes / 8 }, (_, place) => `"${place.toString(36).padStart(3, '_')}":1`).join();
    const unknown = post(`{${names(BODY)}}`);
    const bodies = new Map([
      ['unknown fields', unknown],
      ['unknown fields beside an address', post(`{"email":"x",${names(BODY - 20)}}`)],
      ['hobbies that hold NUL', post(`{"hobbies":[${'"\\u0000",'.repeat(BODY / 10)}""]}`)],
      ['hobbies that are no text', post(`{"hobbies":[${filled(BODY - 20, '1,')}1]}`)],
    ]);
    expect(await slowerThan(post(`{"name":"${filled(BODY, 'nine seven lanterns ')}"}`), bodies)).toEqual([]);
    for (const [what, request] of bodies) {
      const { status, body, text } = await rawExchange(api.port, request);
      expect([what, status]).toEqual([what, 422]);
      expect((body as { errors: unknown[] }).errors.length).toBeLessThanOrEqual(100);
      expect(text.length).toBeLessThan(2 * BODY);
    }
    const query = await rawExchange(
      api.port,
      get(`/health/live?${Array.from({ length: LIMIT / 6 }, (_, place) => `a${place}`).join('&')}`),
    );
    expect((query.body as { errors: unknown[] }).errors).toHaveLength(100);
  });
});
