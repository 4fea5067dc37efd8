import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { activationLinkBy } from '../../support/page-links.js';

const PROJECT = 'https://id.example';
const WELCOME = 'https://shop.example/welcome?from=mail';

describe('the link in the mail', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`
      insert into gatehouse.applications (slug, name, link_base_url, redirect_targets)
      values ('shop', 'Shop', null, ${[WELCOME]}), ('bank', 'Bank', 'https://bank.example/account/', '{}')`;
    await db.sql`insert into gatehouse.applications (slug, name, default_locale) values ('salon', 'Salon', 'de-AT')`;
    api = await ApiHarness.open(db, { environment: { PUBLIC_URL: PROJECT } });
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const forged = {
    Host: 'evil.example',
    Origin: 'https://evil.example',
    Referer: 'https://evil.example/',
    Forwarded: 'for=192.0.2.1;host=evil.example;proto=http',
    'X-Forwarded-For': '192.0.2.1',
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'http',
    'X-Forwarded-Port': '1',
    'X-Forwarded-Prefix': '/evil',
    'X-Original-URL': '/evil',
    'X-Rewrite-URL': '/evil',
    'X-Real-IP': '192.0.2.1',
  };

  it('leads to this service, or to the application’s own page, with id and code in the fragment', async () => {
    const links = await Promise.all(
      ['default', 'shop', 'bank'].map((application) => activationLinkBy(api.settings, application, 'id-1', '0417')),
    );
    expect(links).toEqual([
      `${PROJECT}/activate#user=id-1&code=0417`,
      `${PROJECT}/activate?application=shop#user=id-1&code=0417`,
      'https://bank.example/account/activate#user=id-1&code=0417',
    ]);
  });

  it('carries where the person is to go on to, and the page takes it up', async () => {
    const link = await activationLinkBy(api.settings, 'shop', 'id-1', '0417', WELCOME);
    const { pathname, search, hash } = new URL(link);
    expect(hash).toBe('#user=id-1&code=0417');
    const page = await api.http.get(`${pathname}${search}`);
    expect(page.text).toContain(` next-href="${WELCOME}" redirect="${WELCOME}"`);
    const own = await activationLinkBy(api.settings, 'bank', 'id-1', '0417', 'https://bank.example/?a=b&c');
    expect(own).toBe(
      'https://bank.example/account/activate?redirect=https%3A%2F%2Fbank.example%2F%3Fa%3Db%26c#user=id-1&code=0417',
    );
  });

  it.each([
    ['/v1/users', { email: 'ada@example.com', password: 'nine seven lanterns' }],
    ['/v1/users/activation/code', { email: 'ada@example.com' }],
    ['/v1/password-resets', { email: 'ada@example.com' }],
  ])('leads nowhere that %s was told and the application does not list', async (path, body) => {
    const answer = await api.http
      .post(path)
      .set({ 'Gatehouse-Application': 'shop', 'Accept-Language': 'de' })
      .send({ ...body, redirect: `${WELCOME}&x` });
    api.expectDocumented(`POST ${path}`, answer);
    expect(answer.body).toMatchObject({
      status: 422,
      errors: [
        { pointer: '/redirect', code: 'redirect-not-allowed', message: expect.stringContaining('Weiterleitungsziele') },
      ],
    });
  });

  it('is used up by nothing that a mail scanner does: GET, HEAD, OPTIONS, other methods, with the fragment as a query', async () => {
    const ada = somebody();
    const userId = await api.register(ada);
    const code = await api.deliver(userId);
    const pages = ['/activate', `/activate?user=${userId}&code=${code}`];
    for (const path of [...pages, `/activate/${code}`, '/v1/users/activation']) {
      for (const method of ['get', 'head', 'options', 'put', 'delete', 'post'] as const) {
        const answer = await api.http[method](path);
        expect(answer.ok).toBe(pages.includes(path) && ['get', 'head'].includes(method));
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    }
    expect((await api.activate(ada, code)).status).toBe(200);
  });

  it('is what settings say, whatever a request says of itself', async () => {
    const ada = somebody();
    const signedUp = await api.http.post('/v1/users').set(forged).send(ada);
    expect(signedUp.status).toBe(201);
    expect(JSON.stringify([signedUp.body, signedUp.headers])).not.toMatch(/evil/);
    expect(signedUp.headers['location']).toBe(`/v1/users/${signedUp.body.id}`);
    const resent = await api.http.post('/v1/users/activation/code').set(forged).send({ email: ada.email });
    expect(JSON.stringify([resent.body, resent.headers])).not.toMatch(/evil/);
    const rows = await db.sql`select data::text as data from gatehouse.event_log where subject = ${signedUp.body.id}`;
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/evil|192\.0\.2\.1/);
    const link = await activationLinkBy(api.settings, 'default', signedUp.body.id, '0417');
    expect(new URL(link).origin).toBe(PROJECT);
  });

  it('opens a page that no header of a request gets into', async () => {
    const plain = await api.http.get(`/activate?redirect=${encodeURIComponent(WELCOME)}&application=shop`);
    const answer = await api.http.get(`/activate?redirect=${encodeURIComponent(WELCOME)}&application=shop`).set(forged);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(plain.text);
    expect(answer.text).toContain(WELCOME);
    expect(JSON.stringify(answer.headers)).not.toMatch(/evil/);
  });

  it('opens a page that links only to addresses on the list', async () => {
    for (const asked of ['https://evil.example/', `${WELCOME}&x`, '//evil.example', 'javascript:alert(1)']) {
      const query = `redirect=${encodeURIComponent(asked)}`;
      for (const application of ['shop', 'default', 'bank']) {
        const { status, text, headers } = await api.http.get(`/activate?application=${application}&${query}`);
        expect(status).toBe(200);
        expect(text).toMatch(/ next-href="\/account(\?application=\w+)?"/);
        expect(headers['location']).toBeUndefined();
      }
    }
  });

  it('opens a page that is not cached or framed and sends no referrer', async () => {
    const { headers } = await api.http.get('/activate');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-language': 'en',
      vary: expect.stringContaining('Accept-Language'),
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    ['pl', 'de'],
    ['*', 'de'],
    ['pl, fr;q=0.5', 'fr'],
    [undefined, 'de'],
  ])('speaks the application’s own language where the browser’s is not spoken: %j', async (wished, language) => {
    const request = api.http.get('/activate?application=salon');
    const { headers } = await (wished === undefined ? request : request.set('Accept-Language', wished));
    expect(headers['content-language']).toBe(language);
  });

  it.each(['nobodys', '', '../default', 'default\u0000'])('knows no page of the application %j', async (slug) => {
    const answer = await api.http.get(`/activate?application=${encodeURIComponent(slug)}`);
    api.expectProblem(answer, 400, 'application-unknown');
  });
});

describe('a throttle', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db, { environment: { NETWORK_THROTTLE_EXEMPT: '192.0.2.255/32' } });
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  it('counts the network that a call comes from, whatever headers say', async () => {
    // What an earlier try of this test has used up.
    await db.sql`delete from gatehouse.throttles`;
    const statuses: number[] = [];
    for (let call = 1; call <= 31; call += 1) {
      const address = `198.51.100.${call}`;
      const { status } = await api.http
        .post('/v1/users')
        .set({
          'X-Forwarded-For': address,
          'X-Real-IP': address,
          Forwarded: `for=${address}`,
          'CF-Connecting-IP': address,
          'True-Client-IP': address,
          Host: `h${call}.example`,
          Origin: `https://h${call}.example`,
        })
        .send(somebody());
      statuses.push(status);
    }
    expect(statuses).toEqual([...Array(30).fill(201), 429]);
  });
});
