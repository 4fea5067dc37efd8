import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { ApiHarness, basic, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('from sign-up to profile, through HTTP', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db, { dearHashes: true });
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  it('answers a sign-up with the pending profile, what to expect of the code, and where both are', async () => {
    const answer = await api.http.post('/v1/users').send({
      email: 'Ada.Lovelace@BÜCHER.example',
      password: 'nine seven lanterns',
      name: ' Ada ',
      surname: 'Lovelace',
      phone: '+33 6 12 34 56 78',
      hobbies: ['mathematics', 'flying', 'mathematics'],
      birthDate: '1990-12-10',
      locale: 'fr-ca',
    });
    api.expectDocumented('POST /v1/users', answer);
    expect(answer.status).toBe(201);
    const { id } = answer.body as { id: string };
    expect(answer.headers['location']).toBe(`/v1/users/${id}`);
    expect(answer.body).toEqual({
      id: expect.stringMatching(UUID),
      state: 'pending',
      email: 'Ada.Lovelace@bücher.example',
      emailVerified: false,
      name: 'Ada',
      surname: 'Lovelace',
      phone: '+33612345678',
      phoneVerified: false,
      hobbies: ['mathematics', 'flying'],
      birthDate: '1990-12-10',
      locale: 'fr-CA',
      acceptedTerms: null,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      activatedAt: null,
      activation: {
        codeLength: 4,
        lifeSeconds: 60,
        delivery: 'queued',
        phone: null,
        statusUrl: `/v1/users/${id}/activation`,
      },
    });
  });

  it('takes absent, null and empty optional fields alike', async () => {
    const absent = await api.http.post('/v1/users').send(somebody());
    const asNull = await api.http.post('/v1/users').send({
      ...somebody(),
      name: null,
      surname: null,
      phone: null,
      hobbies: null,
      birthDate: null,
      locale: null,
    });
    const empty = await api.http.post('/v1/users').send({ ...somebody(), hobbies: [] });
    for (const answer of [absent, asNull, empty]) {
      api.expectDocumented('POST /v1/users', answer);
      expect(answer.body).toMatchObject({
        name: null,
        surname: null,
        phone: null,
        hobbies: [],
        birthDate: null,
        locale: null,
      });
    }
  });

  it('activates with Basic and the code, signs in either way, and shows the profile', async () => {
    const ada = somebody();
    const userId = await api.register(ada);
    const activated = await api.activate(ada, await api.deliver(userId));
    api.expectDocumented('POST /v1/users/activation', activated);
    expect(activated.status).toBe(200);
    const { missing, feedbackToken, ...profile } = activated.body as { missing: string[]; feedbackToken: null };
    expect(profile).toMatchObject({ id: userId, state: 'active', emailVerified: true, phoneVerified: false });
    expect([missing, feedbackToken]).toEqual([[], null]);

    const byHeader = await api.http.post('/v1/sessions').set('Authorization', basic(ada));
    const byBody = await api.http.post('/v1/sessions').send(ada);
    for (const answer of [byHeader, byBody]) {
      api.expectDocumented('POST /v1/sessions', answer);
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({ tokenType: 'Bearer', user: profile });
      expect(answer.headers['location']).toMatch(/^\/v1\/sessions\/[0-9a-f-]{36}$/);
    }

    const { accessToken } = byHeader.body as { accessToken: string };
    const me = await api.http.get('/v1/users/me').auth(accessToken, { type: 'bearer' });
    api.expectDocumented('GET /v1/users/me', me);
    expect(me.body).toEqual(profile);
  });

  it('sends another code, which works as the first did', async () => {
    const ada = somebody();
    const userId = await api.register(ada);
    await api.deliver(userId);
    await db.advance(31_000);
    const resent = await api.http.post('/v1/users/activation/code').send({ email: ada.email });
    api.expectDocumented('POST /v1/users/activation/code', resent);
    expect(resent).toMatchObject({ status: 202, text: '' });
    expect(await api.activate(ada, await api.deliver(userId))).toMatchObject({ status: 200 });
  });

  it('exchanges a refresh token, lists the sessions and ends them', async () => {
    const ada = somebody();
    await api.activated(ada);
    const first = (await api.http.post('/v1/sessions').send(ada)).body as Tokens;
    const second = await api.http.post('/v1/sessions').send(ada);
    const secondId = String(second.headers['location']).split('/').at(-1);

    const refreshed = await api.http.post('/v1/sessions/refresh').send({ refreshToken: first.refreshToken });
    api.expectDocumented('POST /v1/sessions/refresh', refreshed);
    expect(refreshed.status).toBe(200);
    const { accessToken } = refreshed.body as Tokens;

    const listed = await api.http.get('/v1/sessions').auth(accessToken, { type: 'bearer' });
    api.expectDocumented('GET /v1/sessions', listed);
    const { sessions } = listed.body as { sessions: { id: string; current: boolean }[] };
    expect(sessions.map(({ id, current }) => ({ isSecond: id === secondId, current }))).toEqual(
      expect.arrayContaining([
        { isSecond: false, current: true },
        { isSecond: true, current: false },
      ]),
    );

    const other = await api.http.delete(`/v1/sessions/${secondId}`).auth(accessToken, { type: 'bearer' });
    const own = await api.http.delete('/v1/sessions/current').auth(accessToken, { type: 'bearer' });
    for (const answer of [other, own]) {
      api.expectDocumented('DELETE /v1/sessions/{id}', answer);
      expect(answer).toMatchObject({ status: 204, text: '' });
    }
    for (const token of [accessToken, (second.body as Tokens).accessToken]) {
      const refused = await api.http.get('/v1/users/me').auth(token, { type: 'bearer' });
      api.expectDocumented('GET /v1/users/me', refused);
      expect(refused).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
    }
  });

  it('changes the profile and the password, and ends the other sessions', async () => {
    const ada = somebody();
    await api.activated(ada);
    const [mine, other] = [
      await api.http.post('/v1/sessions').send(ada),
      await api.http.post('/v1/sessions').send(ada),
    ];
    const { accessToken, refreshToken } = mine.body as Tokens;

    const changed = await api.http
      .patch('/v1/users/me')
      .auth(accessToken, { type: 'bearer' })
      .send({ name: 'Ada', hobbies: ['flying'] });
    api.expectDocumented('PATCH /v1/users/me', changed);
    expect(changed).toMatchObject({ status: 200, body: { email: ada.email, name: 'Ada', hobbies: ['flying'] } });
    const me = await api.http.get('/v1/users/me').auth(accessToken, { type: 'bearer' });
    expect(me.body).toEqual(changed.body);

    const newPassword = 'eleven quiet harbours';
    const replaced = await api.http
      .put('/v1/users/me/password')
      .auth(accessToken, { type: 'bearer' })
      .send({ currentPassword: ada.password, newPassword });
    api.expectDocumented('PUT /v1/users/me/password', replaced);
    expect(replaced).toMatchObject({ status: 204, text: '' });

    const refresh = (token: string) => api.http.post('/v1/sessions/refresh').send({ refreshToken: token });
    expect(await refresh((other.body as Tokens).refreshToken)).toMatchObject({ status: 401 });
    expect(await refresh(refreshToken)).toMatchObject({ status: 200 });
    expect(await api.http.post('/v1/sessions').send(ada)).toMatchObject({ status: 401 });
    expect(await api.http.post('/v1/sessions').send({ ...ada, password: newPassword })).toMatchObject({ status: 201 });
  });

  it('publishes the keys with which others verify its tokens', async () => {
    const ada = somebody();
    const userId = await api.activated(ada);
    const { accessToken } = (await api.http.post('/v1/sessions').send(ada)).body as Tokens;
    const keys = await api.http.get('/.well-known/jwks.json');
    api.expectDocumented('GET /.well-known/jwks.json', keys);
    expect(keys.headers['cache-control']).toBe('public, max-age=300');

    const [header = '', payload = '', signature = ''] = accessToken.split('.');
    const { alg, kid, typ } = decoded(header);
    expect({ alg, typ }).toEqual({ alg: 'EdDSA', typ: 'at+jwt' });
    const key = (keys.body as { keys: JsonWebKey[] }).keys.find((each) => each['kid'] === kid);
    const publicKey = createPublicKey({ key: key ?? {}, format: 'jwk' });
    expect(verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
    expect(decoded(payload)).toMatchObject({ sub: userId, aud: 'default', iss: api.settings.http.publicUrl });
  });
});

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const decoded = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
