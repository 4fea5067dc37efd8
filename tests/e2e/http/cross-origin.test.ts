import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const SHOP = 'https://shop.example';
const BANK = 'https://bank.example:8443';
const APPS = ['capacitor://localhost', 'http://tauri.localhost', 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'];
const ALLOW_ORIGIN = 'access-control-allow-origin';

describe('browsers of other origins', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`update gatehouse.applications set allowed_origins = ${['https://default.example']} where slug = 'default'`;
    await db.sql`
      insert into gatehouse.applications (slug, name, allowed_origins)
      values ('shop', 'Shop', ${[SHOP, 'https://www.shop.example']}), ('bank', 'Bank', ${[BANK, ...APPS]})`;
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const signUpFrom = (origin: string, application: string) =>
    api.http.post('/v1/users').set('Origin', origin).set('Gatehouse-Application', application).send(somebody());
  const preflight = (origin: string, path = '/v1/users', method = 'POST') =>
    api.http
      .options(path)
      .set('Origin', origin)
      .set('Access-Control-Request-Method', method)
      .set('Access-Control-Request-Headers', 'authorization,content-type,gatehouse-application');

  it('may read what their own application answers, refusals too', async () => {
    const answer = await signUpFrom(SHOP, 'shop');
    expect(answer.status).toBe(201);
    expect(answer.headers[ALLOW_ORIGIN]).toBe(SHOP);
    expect(answer.headers['vary']).toMatch(/\bOrigin\b/i);
    expect(answer.headers['access-control-expose-headers']).toBe(
      'Idempotent-Replayed,Location,Retry-After,X-Request-Id',
    );
    const refused = await api.http
      .post('/v1/users')
      .set('Origin', SHOP)
      .set('Gatehouse-Application', 'shop')
      .send({ email: 'ada@' });
    expect(refused.status).toBe(422);
    expect(refused.headers[ALLOW_ORIGIN]).toBe(SHOP);
  });

  it('may not read what another application answers', async () => {
    expect((await signUpFrom(SHOP, 'bank')).headers[ALLOW_ORIGIN]).toBeUndefined();
    expect((await signUpFrom(SHOP, 'default')).headers[ALLOW_ORIGIN]).toBeUndefined();
    expect((await signUpFrom(BANK, 'bank')).headers[ALLOW_ORIGIN]).toBe(BANK);
  });

  it('are not taken for an allowed one because they look like it', async () => {
    const alike = [
      'http://shop.example',
      'https://shop.example:444',
      'https://shop.example.evil.example',
      'https://evil-shop.example',
      'https://SHOP.example',
      'https://shop.example/',
      'null',
      '*',
    ];
    for (const origin of alike) {
      expect((await signUpFrom(origin, 'shop')).headers[ALLOW_ORIGIN]).toBeUndefined();
      expect((await preflight(origin)).headers[ALLOW_ORIGIN]).toBeUndefined();
    }
  });

  it('may send cookies along where they are known by their exact origin, and nowhere else', async () => {
    for (const answer of [await signUpFrom(SHOP, 'shop'), await preflight(SHOP)]) {
      expect(answer.headers[ALLOW_ORIGIN]).toBe(SHOP);
      expect(answer.headers['access-control-allow-credentials']).toBe('true');
    }
    for (const answer of [await signUpFrom(SHOP, 'bank'), await preflight('https://evil.example')]) {
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    }
  });

  it('learn from the preflight what they may send, if any application knows them', async () => {
    for (const origin of [SHOP, BANK, 'https://default.example']) {
      const answer = await preflight(origin);
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(answer.headers[ALLOW_ORIGIN]).toBe(origin);
      expect(answer.headers['access-control-allow-methods']).toBe('GET,POST,PUT,PATCH,DELETE');
      expect(answer.headers['access-control-allow-headers']).toBe(
        'Authorization,Content-Type,Gatehouse-Application,Idempotency-Key,Last-Event-ID,X-CSRF-Token,X-Requested-With,' +
          'traceparent,tracestate,baggage,sentry-trace',
      );
      expect(answer.headers['access-control-max-age']).toBe('600');
    }
  });

  it('get no good answer to the preflight when nobody knows them', async () => {
    const answer = await preflight('https://evil.example');
    api.expectProblem(answer, 405, 'method-not-allowed');
    expect(answer.headers['access-control-allow-methods']).toBeUndefined();
  });

  it('on a developer’s machine are welcome in development alone', async () => {
    const origin = 'http://localhost:5173';
    expect((await signUpFrom(origin, 'default')).headers[ALLOW_ORIGIN]).toBeUndefined();
    const development = await ApiHarness.open(db, { environment: { APP_ENV: 'development' } });
    try {
      for (const loopback of [
        origin,
        'http://127.0.0.1:8080',
        'http://[::1]',
        'https://localhost',
        'http://app.localhost',
      ]) {
        const answer = await development.http.post('/v1/users').set('Origin', loopback).send(somebody());
        expect(answer.headers[ALLOW_ORIGIN]).toBe(loopback);
      }
      for (const foreign of [
        'http://localhost.evil.example',
        'http://localhost:1:2',
        'http://127.0.0.1.evil.example',
      ]) {
        const answer = await development.http.post('/v1/users').set('Origin', foreign).send(somebody());
        expect(answer.headers[ALLOW_ORIGIN]).toBeUndefined();
      }
    } finally {
      await development.close();
    }
  });

  describe.each(['/openapi.json', '/asyncapi.json', '/.well-known/jwks.json', '/health/live', '/health/ready'])(
    'of everywhere, at %s',
    (path) => {
      it('may read what is public, without credentials', async () => {
        for (const origin of ['https://tools.example', SHOP, 'null']) {
          const answer = await api.http.get(path).set('Origin', origin);
          expect(answer.status).toBe(200);
          expect(answer.headers[ALLOW_ORIGIN]).toBe('*');
          expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
        }
      });

      it('may put the headers of tracing on it', async () => {
        const asked = await api.http
          .options(path)
          .set('Origin', 'https://tools.example')
          .set('Access-Control-Request-Method', 'GET')
          .set('Access-Control-Request-Headers', 'baggage,sentry-trace,traceparent,tracestate');
        expect(asked).toMatchObject({ status: 204, text: '' });
        expect(asked.headers[ALLOW_ORIGIN]).toBe('*');
        expect(asked.headers['access-control-allow-methods']).toBe('GET,HEAD');
        expect(asked.headers['access-control-allow-headers']).toMatch(/traceparent,tracestate,baggage,sentry-trace/);
      });

      it('may not write to it', async () => {
        api.expectProblem(await api.http.post(path).set('Origin', SHOP), 405, 'method-not-allowed');
        api.expectProblem(await api.http.options(path), 405, 'method-not-allowed');
      });
    },
  );

  it.each(APPS)('that apps have may call where the application lists them: %s', async (origin) => {
    expect((await signUpFrom(origin, 'bank')).headers[ALLOW_ORIGIN]).toBe(origin);
    expect((await preflight(origin)).headers[ALLOW_ORIGIN]).toBe(origin);
    expect((await signUpFrom(origin, 'shop')).headers[ALLOW_ORIGIN]).toBeUndefined();
  });
});
