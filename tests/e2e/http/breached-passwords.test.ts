import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const BREACHED = 'once upon a breach';
const DIGEST = createHash('sha1').update(BREACHED).digest('hex').toUpperCase();

describe('breached passwords, through HTTP', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let ranges: Server;
  let isAway = false;

  beforeAll(async () => {
    ranges = createServer((request, response) => {
      if (isAway) return void response.writeHead(503).end();
      const [other, mine] = ['0018A45C4D1DEF81644B54AB7F969B88D65:10', `${DIGEST.slice(5)}:37`];
      response.end(request.url === `/range/${DIGEST.slice(0, 5)}` ? `${other}\r\n${mine}` : other);
    }).listen(0, '127.0.0.1');
    await once(ranges, 'listening');
    db = await createTestDatabase();
    api = await ApiHarness.open(db, {
      environment: {
        PASSWORD_BREACH_CHECK: 'on',
        PASSWORD_BREACH_BASE_URL: `http://127.0.0.1:${(ranges.address() as AddressInfo).port}`,
      },
    });
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
    ranges.closeAllConnections();
    ranges.close();
  });
  beforeEach(() => {
    isAway = false;
  });

  const signUp = () => api.http.post('/v1/users').send({ ...somebody(), password: BREACHED });

  it('are refused at sign-up', async () => {
    const answer = await signUp();
    api.expectDocumented('POST /v1/users', answer);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'validation-failed', errors: [{ pointer: '/password', code: 'password-breached' }] },
    });
  });

  it('are refused at a change of password, once the current one was right', async () => {
    const ada = somebody();
    await api.activated(ada);
    const { accessToken } = (await api.http.post('/v1/sessions').send(ada)).body as { accessToken: string };
    const change = (currentPassword: string) =>
      api.http
        .put('/v1/users/me/password')
        .auth(accessToken, { type: 'bearer' })
        .send({ currentPassword, newPassword: BREACHED });
    expect(await change('not mine')).toMatchObject({ status: 403, body: { code: 'password-wrong' } });
    const answer = await change(ada.password);
    api.expectDocumented('PUT /v1/users/me/password', answer);
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/newPassword', code: 'password-breached' }] },
    });
    expect(await api.http.post('/v1/sessions').send(ada)).toMatchObject({ status: 201 });
  });

  it('are let through while the list is away, and counted', async () => {
    isAway = true;
    expect(await signUp()).toMatchObject({ status: 201 });
    const { text } = await supertest(api.metricsUrl).get('');
    expect(text).toMatch(/^gatehouse_password_breach_checks_total\{outcome="failed"\} 1$/m);
    expect(text).toMatch(/^gatehouse_password_breach_checks_total\{outcome="breached"\} [1-9]/m);
  });
});
