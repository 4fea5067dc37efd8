import { ApiHarness, type Person, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('applications, through HTTP', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`
      insert into gatehouse.applications (slug, name, preset, policy) values
        ('shop', 'Shop', 'standard', '{}'), ('bank', 'Bank', 'strict', '{"code": {"lifeSeconds": 120}}')`;
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const signIn = (person: Person, application: string) =>
    api.http.post('/v1/sessions').set('Gatehouse-Application', application).send(person);

  it('are named by a header, and without it the default one is meant', async () => {
    const [unnamed, named] = [somebody(), somebody()];
    await api.http.post('/v1/users').send(unnamed).expect(201);
    await api.http.post('/v1/users').set('Gatehouse-Application', 'default').send(named).expect(201);
    const rows = await db.sql`
      select application from gatehouse.users where email in (${unnamed.email}, ${named.email})`;
    expect(rows.map(({ application }) => application)).toEqual(['default', 'default']);
  });

  it('have accounts of their own: an address and its password in one are unknown in another', async () => {
    const ada = somebody();
    const inShop = await api.activated(ada, 'shop');
    expect(await signIn(ada, 'default')).toMatchObject({ status: 401, body: { code: 'credentials-invalid' } });
    expect(await signIn(ada, 'shop')).toMatchObject({ status: 201, body: { user: { id: inShop } } });

    const inDefault = await api.activated({ ...ada, password: 'another password altogether' });
    expect(inDefault).not.toBe(inShop);
    expect(await signIn(ada, 'shop')).toMatchObject({ status: 201, body: { user: { id: inShop } } });
  });

  it('do not see each other’s registrations, codes, tokens and sessions', async () => {
    const ada = somebody();
    const pendingInShop = await api.register(ada, 'shop');
    const code = await api.deliver(pendingInShop, 'shop');
    const elsewhere = await api.http.get(`/v1/users/${pendingInShop}/activation`);
    api.expectDocumented('GET /v1/users/{id}/activation', elsewhere);
    expect(elsewhere.status).toBe(404);
    expect(await api.activate(ada, code)).toMatchObject({ status: 401 });
    expect(await api.activate(ada, code, 'shop')).toMatchObject({ status: 200 });

    const session = await signIn(ada, 'shop');
    const { accessToken, refreshToken } = session.body as { accessToken: string; refreshToken: string };
    for (const path of ['/v1/users/me', '/v1/sessions']) {
      const foreign = await api.http.get(path).auth(accessToken, { type: 'bearer' });
      api.expectDocumented(`GET ${path}`, foreign);
      expect(foreign).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
    }
    const refreshed = await api.http.post('/v1/sessions/refresh').send({ refreshToken });
    expect(refreshed).toMatchObject({ status: 401, body: { code: 'refresh-token-invalid' } });
    const own = await api.http
      .get('/v1/users/me')
      .set('Gatehouse-Application', 'shop')
      .auth(accessToken, { type: 'bearer' });
    expect(own.status).toBe(200);
  });

  it('count messages and wrong tries each for themselves', async () => {
    const ada = somebody();
    for (let message = 1; message <= 5; message++) await api.register(ada, 'shop');
    expect(await api.http.post('/v1/users').set('Gatehouse-Application', 'shop').send(ada)).toMatchObject({
      status: 429,
    });
    expect(await api.http.post('/v1/users').send(ada)).toMatchObject({ status: 201 });

    const wrong = { ...ada, password: 'not the password' };
    for (let attempt = 1; attempt <= 6; attempt++) await signIn(wrong, 'shop');
    expect(await signIn(wrong, 'shop')).toMatchObject({ status: 429 });
    expect(await signIn(wrong, 'default')).toMatchObject({ status: 401 });
  });

  it('have policies of their own', async () => {
    const ada = somebody();
    const signUp = (password: string) =>
      api.http
        .post('/v1/users')
        .set('Gatehouse-Application', 'bank')
        .send({ ...ada, password });
    expect(await signUp('14 characters!')).toMatchObject({ status: 422 });
    const taken = await signUp('15 characters!!');
    expect(taken).toMatchObject({ status: 201, body: { activation: { codeLength: 6, lifeSeconds: 120 } } });
    const digits = await api.deliver((taken.body as { id: string }).id, 'bank');
    expect(digits).toMatch(/^\d{6}$/);
  });

  it.each([
    'nobodys',
    'DEFAULT',
    ' ',
    'default, default',
    '__proto__',
    'constructor',
    "default'; drop table gatehouse.users; --",
    '../default',
    'a'.repeat(4_000),
  ])('that do not exist are refused: %j', async (slug) => {
    const answer = await api.http.post('/v1/users').set('Gatehouse-Application', slug).send(somebody());
    api.expectDocumented('POST /v1/users', answer);
    api.expectProblem(answer, 400, 'application-unknown');
  });

  it('are of no concern to health, keys and documents', async () => {
    for (const path of ['/health/live', '/health/ready', '/.well-known/jwks.json', '/openapi.json', '/docs']) {
      await api.http.get(path).set('Gatehouse-Application', 'nobodys').expect(200);
    }
  });
});
