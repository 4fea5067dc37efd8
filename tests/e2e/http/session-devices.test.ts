import { ApiHarness, basic, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('the sessions of a person', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    // Loopback counts as any other network.
    api = await ApiHarness.open(db, { environment: { NETWORK_THROTTLE_EXEMPT: '192.0.2.255/32' } });
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  it('are known by device and network, which are exported, and erased with the account', async () => {
    const person = somebody();
    await api.activated(person);
    const signIn = (userAgent: string) =>
      api.http.post('/v1/sessions').set({ Authorization: basic(person), 'User-Agent': userAgent });
    await signIn('something of my own');
    const { accessToken } = (await signIn(FIREFOX)).body as { accessToken: string };
    const get = (path: string) => api.http.get(path).set('Authorization', `Bearer ${accessToken}`);

    const list = await get('/v1/sessions');
    api.expectDocumented('GET /v1/sessions', list);
    expect(list.body.sessions).toMatchObject([
      { current: true, device: { browser: 'Firefox', system: 'Windows' }, network: '127.0.0.1' },
      { current: false, device: null, network: '127.0.0.1' },
    ]);
    const exported = await get('/v1/users/me/export');
    api.expectDocumented('GET /v1/users/me/export', exported);
    expect(exported.body.sessions[0]).toMatchObject({ device: { browser: 'Firefox' }, network: '127.0.0.1' });

    await api.http.delete('/v1/users/me').set('Authorization', basic(person)).expect(204);
    const ids = (list.body.sessions as { id: string }[]).map(({ id }) => id);
    expect(
      await db.sql`select browser, system, network from gatehouse.sessions where id = any(${ids}::uuid[])`,
    ).toEqual([
      { browser: null, system: null, network: null },
      { browser: null, system: null, network: null },
    ]);
  });

  it('take what a browser says of itself from its header alone', async () => {
    const answer = await api.http.post('/v1/sessions').send({ ...somebody(), userAgent: FIREFOX });
    expect(answer.body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/userAgent', code: 'field-unknown' }],
    });
  });
});
