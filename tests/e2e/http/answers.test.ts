import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { rawExchange } from '../../support/raw-http.js';

describe('every answer', () => {
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

  const eachKind = async (harness: ApiHarness = api) => {
    const userId = await harness.register(somebody());
    return {
      created: await harness.http.post('/v1/users').send(somebody()),
      accepted: await harness.http.post('/v1/users/activation/code').send(somebody()).send({ email: somebody().email }),
      read: await harness.http.get(`/v1/users/${userId}/activation`),
      head: await harness.http.head('/health/live'),
      refused: await harness.http.post('/v1/users').send({}),
      unauthorized: await harness.http.get('/v1/users/me'),
      nowhere: await harness.http.get('/nowhere'),
      method: await harness.http.put('/v1/users').send({}),
      preflight: await harness.http
        .options('/v1/users')
        .set('Origin', 'https://evil.example')
        .set('Access-Control-Request-Method', 'POST'),
      malformed: await rawExchange(harness.port, 'GET / HTTP/9.9\r\n\r\n'),
      hostless: await rawExchange(harness.port, 'GET /health/live HTTP/1.1\r\n\r\n'),
    };
  };

  it('forbids caching, framing, type sniffing and referrers, and names its request', async () => {
    for (const [kind, { headers }] of Object.entries(await eachKind())) {
      expect({ kind, ...headers }).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-request-id': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      });
    }
  });

  it('asks browsers for https, for a year and for what is below it, where that is how it is reached', async () => {
    const overTls = await ApiHarness.open(db, { environment: { PUBLIC_URL: 'https://id.example.org' } });
    const pages = ['/', '/sign-up', '/docs', '/openapi.json', '/.well-known/jwks.json', '/problems/code-invalid'];
    const answers = {
      ...(await eachKind(overTls)),
      ...Object.fromEntries(
        await Promise.all(pages.map(async (page) => [page, await overTls.http.get(page)] as const)),
      ),
      tunnel: await rawExchange(overTls.port, 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n'),
    };
    const { etag = '' } = (await overTls.http.get('/docs')).headers;
    const unchanged = await overTls.http.get('/docs').set('If-None-Match', etag).expect(304);
    for (const [kind, { headers }] of Object.entries({ ...answers, unchanged })) {
      expect({ kind, hsts: headers['strict-transport-security'] }).toEqual({
        kind,
        hsts: 'max-age=31536000; includeSubDomains',
      });
    }
    await overTls.close();

    for (const { headers } of Object.values(await eachKind())) {
      expect(headers).not.toHaveProperty('strict-transport-security');
    }
  });

  it('does not reveal what it was made with', async () => {
    for (const { headers } of Object.values(await eachKind())) {
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
      expect(headers).not.toHaveProperty('etag');
    }
  });

  it('gives each request an id of its own, whatever the caller sends', async () => {
    const ids = new Set<string | undefined>();
    for (let request = 1; request <= 3; request++) {
      const answer = await api.http.get('/nowhere').set('X-Request-Id', 'mine');
      ids.add(answer.headers['x-request-id']);
    }
    expect(ids.size).toBe(3);
    expect(ids.has('mine')).toBe(false);
  });

  it('to a method that is not offered lists those that are', async () => {
    const documented = Object.entries(api.document.paths).map(
      ([path, operations]) => [path, Object.keys(operations)] as const,
    );
    for (const [path, offered] of [...documented, ['/docs', ['get']], ['/openapi.json', ['get']]] as const) {
      const allowed = offered.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
      const others = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'].filter(
        (method) => !allowed.includes(method),
      );
      for (const method of others) {
        const target = path.replaceAll(/\{\w+\}/g, '01a1fd8e-eb10-75a1-8d47-61bb163bd468');
        const answer = await rawExchange(api.port, `${method} ${target} HTTP/1.1\r\nHost: api\r\n\r\n`);
        api.expectProblem(answer, 405, 'method-not-allowed');
        expect({ path, allow: answer.headers['allow']?.split(', ').sort() }).toEqual({ path, allow: allowed.sort() });
      }
    }
  });

  it('says 404 to what is nowhere, without saying what was looked for', async () => {
    for (const path of ['/v1', '/v1/users/', '/V1/users', '/v1//users', '/v1/users/x/y/z', '/metrics']) {
      const answer = await api.http.get(path);
      api.expectProblem(answer, 404, 'not-found');
    }
  });

  it('to HEAD has the headers of the answer to GET, and no body', async () => {
    const userId = await api.register(somebody());
    for (const path of ['/health/live', '/.well-known/jwks.json', `/v1/users/${userId}/activation`, '/v1/users/me']) {
      const [get, head] = [await api.http.get(path), await api.http.head(path)];
      expect(head.status).toBe(get.status);
      expect(head.text).toBeFalsy();
      expect(withoutIds(head.headers)).toEqual(withoutIds(get.headers));
    }
  });

  it('to HEAD ends at once, also where GET would be a stream', async () => {
    const userId = await api.register(somebody());
    const answer = await rawExchange(
      api.port,
      `HEAD /v1/users/${userId}/activation HTTP/1.1\r\nHost: api\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n`,
      'HEAD',
    );
    expect(answer.status).toBe(200);
  });

  it.each([
    ['with a byte order mark', 'application/json', '\ufeff'],
    ['with its charset', 'application/json; charset=utf-8', ''],
    ['with its charset in quotes and capitals', 'Application/JSON ; Charset="UTF-8"', ''],
    ['of exactly 8 KiB', 'application/json', ' '.repeat(8_192 - JSON.stringify(somebody()).length)],
  ])('is a good one to a body %s', async (_how, type, before) => {
    const answer = await api.http
      .post('/v1/users')
      .set('Content-Type', type)
      .send(before + JSON.stringify(somebody()));
    expect(answer).toMatchObject({ status: 201 });
  });

  it('refuses every parameter of a query that the route does not know, and does nothing', async () => {
    const person = somebody();
    const answer = await api.http.post('/v1/users?email=x&locale=fr&email=y').send(person);
    expect(answer).toMatchObject({ status: 422, body: { code: 'field-unknown' } });
    const { errors } = answer.body as { errors: { pointer: string; code: string }[] };
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/email field-unknown',
      '/locale field-unknown',
    ]);
    expect(await api.http.post('/v1/users?').send(person)).toMatchObject({ status: 201 });
    const odd = await api.http.get('/health/live?x=%zz&x[]=1&__proto__[a]=1&');
    expect(odd).toMatchObject({ status: 422, body: { code: 'field-unknown' } });
  });
});

function withoutIds({ 'x-request-id': _id, date: _date, ...headers }: Record<string, string>): object {
  return headers;
}
