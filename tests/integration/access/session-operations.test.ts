import { createPublicKey, verify } from 'node:crypto';
import type { Express } from 'express';
import request from 'supertest';
import { AccessHarness, type Person } from '../../support/access/access-harness.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const UNKNOWN_ID = '019a4f3f-1b2c-7a41-8c5d-3e9f70a1b2c3';

describe('the routes of sessions', () => {
  let db: TestDatabase;
  let harness: AccessHarness;
  let app: Express;
  let ada: Person;

  beforeAll(async () => {
    db = await createTestDatabase();
    harness = new AccessHarness(db);
    app = harness.app();
    ada = await harness.activePerson();
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });

  const signIn = async ({ email, password }: Person = ada) => {
    const { body } = await request(app).post('/v1/sessions').auth(email, password).expect(201);
    return body as { accessToken: string; refreshToken: string };
  };
  const withToken = (method: 'get' | 'delete', path: string, token: string) =>
    request(app)[method](path).set('Authorization', `Bearer ${token}`);

  describe('POST /v1/sessions', () => {
    it('starts a session for the right password, given by Basic or as JSON', async () => {
      const { email, password } = ada;
      for (const call of [
        request(app).post('/v1/sessions').auth(email, password),
        request(app).post('/v1/sessions').send({ email, password }),
      ]) {
        const { headers, body } = await call.expect(201);
        expect(body).toEqual({
          accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
          tokenType: 'Bearer',
          expiresIn: 600,
          refreshToken: expect.stringMatching(/^[\w-]{86}$/),
          csrfToken: null,
          user: expect.objectContaining({ id: ada.id, email, state: 'active', emailVerified: true }),
        });
        expect(headers['location']).toMatch(/^\/v1\/sessions\/[0-9a-f-]{36}$/);
        expect(headers['cache-control']).toBe('no-store');
      }
    });

    it('answers a wrong password and an unknown address alike', async () => {
      const answers = [
        await request(app).post('/v1/sessions').auth(ada.email, 'not my password'),
        await request(app).post('/v1/sessions').auth('nobody@example.com', 'not my password'),
      ];
      for (const { status, body, headers } of answers) {
        expect(status).toBe(401);
        expect(body).toMatchObject({ code: 'credentials-invalid', type: '/problems/credentials-invalid' });
        expect(headers['www-authenticate']).toBe('Basic realm="Gatehouse", charset="UTF-8"');
      }
      expect(Object.keys(answers[0]?.headers ?? {})).toEqual(Object.keys(answers[1]?.headers ?? {}));
    });

    it('tells only those who know the password that the account is not activated yet', async () => {
      const { email, password } = await harness.pendingPerson();
      const right = await request(app).post('/v1/sessions').send({ email, password }).expect(403);
      expect(right.body.code).toBe('activation-required');
      const wrong = await request(app).post('/v1/sessions').send({ email, password: 'wrong password' }).expect(401);
      expect(wrong.body.code).toBe('credentials-invalid');
    });

    it('refuses a suspended account', async () => {
      const { id, email, password } = await harness.activePerson();
      await db.sql`update gatehouse.users set state = 'suspended' where id = ${id}`;
      const { body } = await request(app).post('/v1/sessions').auth(email, password).expect(403);
      expect(body.code).toBe('account-suspended');
    });

    it('slows down who goes on guessing', async () => {
      const { email } = await harness.pendingPerson();
      const codes: string[] = [];
      for (let guess = 0; guess < 8; guess += 1) {
        const { body } = await request(app).post('/v1/sessions').auth(email, `guess number ${guess}`);
        codes.push(body.code);
      }
      expect(codes.at(0)).toBe('credentials-invalid');
      expect(codes.at(-1)).toBe('throttled');
    });

    it('does not choose between credentials in the header and in the body', async () => {
      const { email, password } = ada;
      const call = request(app).post('/v1/sessions').auth(email, password).send({ email, password });
      expect((await call.expect(400)).body.code).toBe('credentials-ambiguous');
    });

    it('takes a body although some other scheme’s header came along', async () => {
      const { email, password } = ada;
      const call = request(app).post('/v1/sessions').set('Authorization', 'Bearer x').send({ email, password });
      await call.expect(201);
    });

    it.each(['Basic', 'Basic !', 'Basic dGVzdA==', 'Bearer x', ''])('challenges %j without a body', async (header) => {
      const { body, headers } = await request(app).post('/v1/sessions').set('Authorization', header).expect(401);
      expect(body.code).toBe('credentials-invalid');
      expect(headers['www-authenticate']).toMatch(/^Basic /);
    });

    it.each([
      [{ email: 'ada@example.com' }, 'validation-failed', '/password'],
      [{ email: 1, password: 'x' }, 'validation-failed', '/email'],
      [{ email: 'a@example.com', password: 'x', roles: ['admin'] }, 'field-unknown', '/roles'],
    ])('names the field at fault in %j', async (sent, code, pointer) => {
      const { body } = await request(app).post('/v1/sessions').send(sent).expect(422);
      expect(body).toMatchObject({ code, errors: [{ pointer }] });
    });
  });

  describe('POST /v1/sessions/refresh', () => {
    it('answers the next tokens, and they work', async () => {
      const { refreshToken } = await signIn();
      const { body } = await request(app).post('/v1/sessions/refresh').send({ refreshToken }).expect(200);
      expect(Object.keys(body)).toEqual(['accessToken', 'tokenType', 'expiresIn', 'refreshToken', 'csrfToken']);
      await withToken('get', '/v1/users/me', body.accessToken).expect(200);
    });

    it('refuses what is no good token, without asking a browser for a password', async () => {
      const call = request(app).post('/v1/sessions/refresh').send({ refreshToken: 'x' });
      const { body, headers } = await call.expect(401);
      expect(body.code).toBe('refresh-token-invalid');
      expect(headers['www-authenticate']).toBe('Bearer realm="Gatehouse"');
    });

    it.each([{}, { refreshToken: null }, { refreshToken: 7 }, { refreshToken: 'x'.repeat(257) }])(
      'answers 422 to %j',
      async (sent) => {
        const { body } = await request(app).post('/v1/sessions/refresh').send(sent).expect(422);
        expect(body).toMatchObject({ code: 'validation-failed', errors: [{ pointer: '/refreshToken' }] });
      },
    );
  });

  describe('GET /v1/sessions', () => {
    it('lists the caller’s own sessions, and says which one is asking', async () => {
      const person = await harness.activePerson();
      await signIn(person);
      const { accessToken } = await signIn(person);
      const { body } = await withToken('get', '/v1/sessions', accessToken).expect(200);
      expect(body.sessions.map(({ current }: { current: boolean }) => current)).toEqual([true, false]);
      const names = ['id', 'current', 'createdAt', 'lastUsedAt', 'expiresAt', 'device', 'network'];
      expect(Object.keys(body.sessions[0])).toEqual(names);
    });

    it('asks for a token', async () => {
      const { body, headers } = await request(app).get('/v1/sessions').expect(401);
      expect(body.code).toBe('token-invalid');
      expect(headers['www-authenticate']).toBe('Bearer realm="Gatehouse"');
    });
  });

  describe('DELETE /v1/sessions/{id}', () => {
    it('signs out: neither the refresh token nor the access token opens anything from then on', async () => {
      const { accessToken, refreshToken } = await signIn();
      await withToken('get', '/v1/users/me', accessToken).expect(200);
      await withToken('delete', '/v1/sessions/current', accessToken).expect(204);
      const { body, headers } = await withToken('get', '/v1/users/me', accessToken).expect(401);
      expect(body.code).toBe('token-invalid');
      expect(headers['www-authenticate']).toBe('Bearer realm="Gatehouse", error="invalid_token"');
      await request(app).post('/v1/sessions/refresh').send({ refreshToken }).expect(401);
    });

    it('ends another session of the caller, at other processes too', async () => {
      const elsewhere = new AccessHarness(db);
      const [lost, kept] = [await signIn(), await signIn()];
      const askElsewhere = async () => {
        const call = request(elsewhere.app()).get('/v1/users/me').set('Authorization', `Bearer ${lost.accessToken}`);
        return (await call).status;
      };
      try {
        expect(await askElsewhere()).toBe(200);
        const { body } = await withToken('get', '/v1/sessions', lost.accessToken).expect(200);
        const { id } = body.sessions.find(({ current }: { current: boolean }) => current);
        await withToken('delete', `/v1/sessions/${id}`, kept.accessToken).expect(204);
        await eventually('the other process refuses the token', async () => (await askElsewhere()) === 401);
        await withToken('get', '/v1/users/me', kept.accessToken).expect(200);
      } finally {
        await elsewhere.close();
      }
    });

    it('is known to a process that starts later', async () => {
      const { accessToken } = await signIn();
      await withToken('delete', '/v1/sessions/current', accessToken).expect(204);
      const later = new AccessHarness(db);
      try {
        const ask = () => request(later.app()).get('/v1/users/me').set('Authorization', `Bearer ${accessToken}`);
        await eventually('the new process refuses the token', async () => (await ask()).status === 401);
      } finally {
        await later.close();
      }
    });

    it.each([UNKNOWN_ID, 'me', '0', `${UNKNOWN_ID}0`])('knows no session %j', async (id) => {
      const { accessToken } = await signIn();
      const { body } = await withToken('delete', `/v1/sessions/${id}`, accessToken).expect(404);
      expect(body.code).toBe('session-unknown');
    });

    it('knows no session of somebody else', async () => {
      const [{ accessToken: mine }, { accessToken: theirs }] = [
        await signIn(),
        await signIn(await harness.activePerson()),
      ];
      const { body } = await withToken('get', '/v1/sessions', theirs).expect(200);
      await withToken('delete', `/v1/sessions/${body.sessions[0].id}`, mine).expect(404);
      await withToken('get', '/v1/users/me', theirs).expect(200);
    });
  });

  describe('GET /.well-known/jwks.json', () => {
    it('has the keys by which anybody can verify our access tokens', async () => {
      const { accessToken } = await signIn();
      const { body, headers } = await request(app).get('/.well-known/jwks.json').expect(200);
      expect(headers['cache-control']).toBe('public, max-age=300');
      const [header = '', payload = '', signature = ''] = accessToken.split('.');
      const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
      const jwk = body.keys.find((key: { kid: string }) => key.kid === kid);
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      expect(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    });

    it('has nothing of the private ones', async () => {
      const { body } = await request(app).get('/.well-known/jwks.json').expect(200);
      for (const key of body.keys) expect(Object.keys(key)).toEqual(['kty', 'crv', 'x', 'kid', 'alg', 'use']);
    });
  });

  it('an access token is good for ten minutes', async () => {
    const { accessToken } = await signIn();
    harness.clock.advance(599_000);
    await withToken('get', '/v1/users/me', accessToken).expect(200);
    harness.clock.advance(1_000);
    await withToken('get', '/v1/users/me', accessToken).expect(401);
  });
});
