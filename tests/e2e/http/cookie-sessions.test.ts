import { ApiHarness, basic, type Person, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const SHOP = 'https://www.shop.example';
const PROJECT = 'https://id.shop.example';
const COOKIE = '__Host-gatehouse-refresh-shop';

describe('a browser’s session', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let ada: Person;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`
      insert into gatehouse.applications (slug, name, allowed_origins)
      values ('shop', 'Shop', ${[SHOP]}), ('bank', 'Bank', ${['https://bank.example']}), ('odd', 'Odd', ${['null', '*']})`;
    api = await ApiHarness.open(db, { environment: { PUBLIC_URL: PROJECT } });
    ada = somebody();
    await api.activated(ada, 'shop');
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  type Headers = Readonly<Record<string, string>>;
  const fromShop: Headers = { Origin: SHOP };

  const signIn = (headers: Headers = fromShop, application = 'shop') =>
    api.http
      .post('/v1/sessions')
      .set('Gatehouse-Application', application)
      .set(headers)
      .send({ ...ada, cookie: true });
  const started = async () => {
    const answer = await signIn();
    expect(answer.status).toBe(201);
    return {
      cookie: cookieOf(answer),
      csrf: answer.body.csrfToken as string,
      token: answer.body.accessToken as string,
    };
  };
  const cookieOf = ({ headers }: { headers: Record<string, unknown> }): string =>
    String((headers['set-cookie'] as string[] | undefined)?.[0]).split(';', 1)[0] ?? '';
  const refresh = (cookie: string, csrf: string | null, headers: Headers = fromShop, application = 'shop') =>
    api.http
      .post('/v1/sessions/refresh')
      .set('Gatehouse-Application', application)
      .set('Cookie', cookie)
      .set(csrf === null ? {} : { 'X-CSRF-Token': csrf })
      .set(headers)
      .send({ cookie: true });
  const signOut = (token: string, cookie: string, id = 'current') =>
    api.http
      .delete(`/v1/sessions/${id}`)
      .set('Gatehouse-Application', 'shop')
      .set({ Authorization: `Bearer ${token}`, Cookie: cookie, ...fromShop });
  const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

  it('has its refresh token in a cookie that scripts, other sites and subdomains cannot touch', async () => {
    const answer = await signIn();
    api.expectDocumented('POST /v1/sessions', answer);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^__Host-gatehouse-refresh-shop=[\w-]{86}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
      ),
    ]);
    expect(answer.body).toMatchObject({ refreshToken: null, csrfToken: expect.stringMatching(/^[\w-]{43}$/) });
    expect(answer.headers['access-control-allow-origin']).toBe(SHOP);
    expect(answer.headers['access-control-allow-credentials']).toBe('true');
  });

  it('may begin with Basic too', async () => {
    const answer = await api.http
      .post('/v1/sessions')
      .set({ 'Gatehouse-Application': 'shop', Authorization: basic(ada), ...fromShop })
      .send({ cookie: true });
    expect(answer.status).toBe(201);
    expect(cookieOf(answer)).toMatch(new RegExp(`^${COOKIE}=`));
  });

  it('has a cookie without a suffix at the default application', async () => {
    const person = somebody();
    await api.activated(person);
    const answer = await api.http
      .post('/v1/sessions')
      .set('Origin', PROJECT)
      .send({ ...person, cookie: true });
    expect(cookieOf(answer)).toMatch(/^__Host-gatehouse-refresh=/);
  });

  it('goes on with cookie and token, and keeps its token', async () => {
    const { cookie, csrf } = await started();
    const answer = await refresh(cookie, csrf);
    api.expectDocumented('POST /v1/sessions/refresh', answer);
    expect(answer).toMatchObject({ status: 200, body: { refreshToken: null, csrfToken: csrf } });
    expect(cookieOf(answer)).not.toBe(cookie);
    expect((await refresh(cookieOf(answer), csrf)).status).toBe(200);
  });

  it('ends, and the browser forgets its cookie and no other', async () => {
    const [one, other] = [await started(), await started()];
    const answer = await signOut(one.token, one.cookie);
    api.expectDocumented('DELETE /v1/sessions/{id}', answer);
    expect(answer.headers['set-cookie']).toEqual([`${COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure`]);
    expect(codeOf(await refresh(one.cookie, one.csrf))).toBe('401 refresh-token-invalid');

    const third = await started();
    const without = await signOut(third.token, other.cookie);
    expect(without.status).toBe(204);
    expect(without.headers['set-cookie']).toBeUndefined();
  });

  describe('from another origin', () => {
    it.each<[string, Headers]>([
      ['a stranger’s', { Origin: 'https://evil.example' }],
      ['another application’s', { Origin: 'https://bank.example' }],
      ['a subdomain', { Origin: 'https://x.www.shop.example' }],
      ['the parent domain', { Origin: 'https://shop.example' }],
      ['one that begins alike', { Origin: 'https://www.shop.example.evil.example' }],
      ['one that ends alike', { Origin: 'https://evil-www.shop.example' }],
      ['one with our name as user', { Origin: 'https://www.shop.example@evil.example' }],
      ['the same host over HTTP', { Origin: 'http://www.shop.example' }],
      ['another port', { Origin: 'https://www.shop.example:8443' }],
      ['one with a path', { Origin: 'https://www.shop.example/' }],
      ['one in capitals', { Origin: 'https://WWW.SHOP.EXAMPLE' }],
      ['null', { Origin: 'null' }],
      ['an empty one', { Origin: '' }],
      ['two at once', { Origin: `${SHOP}, https://evil.example` }],
      ['a loopback one', { Origin: 'http://localhost:5173' }],
      ['none at all', {}],
      ['none, cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
      ['none, same-site', { 'Sec-Fetch-Site': 'same-site' }],
      ['none, asked for by the person', { 'Sec-Fetch-Site': 'none' }],
      [
        'a stranger’s that calls itself same-origin',
        { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
      ],
      ['a stranger’s with a forged Host', { Origin: 'https://evil.example', Host: 'evil.example' }],
      ['a stranger’s with forged forwarding', { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' }],
    ])('is refused: %s', async (_name, headers) => {
      const { cookie, csrf } = await started();
      const refused = await refresh(cookie, csrf, headers);
      api.expectDocumented('POST /v1/sessions/refresh', refused);
      expect(codeOf(refused)).toBe('403 origin-not-allowed');
      expect(refused.headers['set-cookie']).toBeUndefined();
      const begun = await signIn(headers);
      api.expectDocumented('POST /v1/sessions', begun);
      expect(codeOf(begun)).toBe('403 origin-not-allowed');
      expect(begun.headers['set-cookie']).toBeUndefined();
      // The session has lost nothing by it.
      expect((await refresh(cookie, csrf)).status).toBe(200);
    });

    it.each(['null', '*'])('is refused where an application lists %j, which is no origin', async (origin) => {
      expect(codeOf(await signIn({ Origin: origin === '*' ? 'https://evil.example' : origin }, 'odd'))).toBe(
        '403 origin-not-allowed',
      );
    });

    it.each<[string, Headers]>([
      ['this service’s own', { Origin: PROJECT }],
      ['none, and the browser says same-origin', { 'Sec-Fetch-Site': 'same-origin' }],
    ])('is welcome: %s', async (_name, headers) => {
      const { cookie, csrf } = await started();
      expect((await refresh(cookie, csrf, headers)).status).toBe(200);
    });
  });

  describe('without its token', () => {
    it('is refused, and loses nothing by it', async () => {
      const [mine, theirs] = [await started(), await started()];
      for (const csrf of [null, '', 'x', theirs.csrf, mine.csrf.slice(1), `${mine.csrf}A`, 'A'.repeat(43)]) {
        const refused = await refresh(mine.cookie, csrf);
        api.expectDocumented('POST /v1/sessions/refresh', refused);
        expect(codeOf(refused)).toBe('403 csrf-token-invalid');
      }
      expect((await refresh(mine.cookie, mine.csrf)).status).toBe(200);
    });

    it.each([
      ['no cookie', 'other=1'],
      ['an empty cookie', `${COOKIE}=`],
      ['a cookie that was never ours', `${COOKIE}=${'A'.repeat(85)}`],
      ['the cookie of another application', `__Host-gatehouse-refresh=${'A'.repeat(86)}`],
      ['the cookie without its prefix', `gatehouse-refresh-shop=${'A'.repeat(86)}`],
    ])('is unknown with %s', async (_name, cookie) => {
      const refused = await refresh(cookie, 'A'.repeat(43));
      api.expectDocumented('POST /v1/sessions/refresh', refused);
      expect(codeOf(refused)).toBe('401 refresh-token-invalid');
      expect(refused.headers['www-authenticate']).toBe('Bearer realm="Gatehouse"');
    });

    it('takes no cookie that came twice', async () => {
      const { cookie, csrf } = await started();
      expect(codeOf(await refresh(`${COOKIE}=${'A'.repeat(86)}; ${cookie}`, csrf))).toBe('401 refresh-token-invalid');
    });
  });

  describe('that is over leaves no cookie behind', () => {
    const CLEARED = [expect.stringMatching(/^__Host-gatehouse-refresh-shop=; Max-Age=0; Path=\/; HttpOnly/)];
    const NEW_PASSWORD = 'eleven quiet harbours';
    let bob: Person;

    beforeEach(async () => {
      bob = somebody();
      await api.activated(bob, 'shop');
    });

    const begun = async () => {
      const answer = await api.http
        .post('/v1/sessions')
        .set('Gatehouse-Application', 'shop')
        .set(fromShop)
        .send({ ...bob, cookie: true });
      return {
        cookie: cookieOf(answer),
        csrf: answer.body.csrfToken as string,
        token: answer.body.accessToken as string,
      };
    };
    const withCookie = (method: 'post' | 'put' | 'delete', path: string, cookie: string, headers: Headers = {}) =>
      api.http[method](path)
        .set('Gatehouse-Application', 'shop')
        .set({ Cookie: cookie, ...fromShop, ...headers });
    const erase = (cookie: string, person = bob) =>
      withCookie('delete', '/v1/users/me', cookie, { Authorization: basic(person) });

    it('after an erasure', async () => {
      const { cookie } = await begun();
      const answer = await erase(cookie);
      api.expectDocumented('DELETE /v1/users/me', answer);
      expect(answer.status).toBe(204);
      expect(answer.headers['set-cookie']).toEqual(CLEARED);
    });

    it('after an erasure that was refused, because it came twice', async () => {
      const { cookie } = await begun();
      await erase(cookie);
      const again = await erase(cookie);
      api.expectDocumented('DELETE /v1/users/me', again);
      expect(again.status).toBe(401);
      expect(again.headers['set-cookie']).toEqual(CLEARED);
    });

    it('after a new password by a code', async () => {
      const { cookie } = await begun();
      await db.advance(31_000);
      await api.http.post('/v1/password-resets').set('Gatehouse-Application', 'shop').send({ email: bob.email });
      const code = await api.deliverReset(bob.email, 'shop');
      const answer = await withCookie('post', '/v1/password-resets/confirmation', cookie).send({
        email: bob.email,
        code,
        newPassword: NEW_PASSWORD,
      });
      expect(answer.status).toBe(204);
      expect(answer.headers['set-cookie']).toEqual(CLEARED);
    });

    it('after a new password that another session has set; its own session keeps its cookie', async () => {
      const [one, other] = [await begun(), await begun()];
      const change = { currentPassword: bob.password, newPassword: NEW_PASSWORD };
      const bearer = { Authorization: `Bearer ${one.token}` };
      const answer = await withCookie('put', '/v1/users/me/password', other.cookie, bearer).send(change);
      expect(answer.status).toBe(204);
      expect(answer.headers['set-cookie']).toEqual(CLEARED);
      const back = { currentPassword: NEW_PASSWORD, newPassword: 'twelve brass compasses' };
      const own = await withCookie('put', '/v1/users/me/password', one.cookie, bearer).send(back);
      expect(own.status).toBe(204);
      expect(own.headers['set-cookie']).toBeUndefined();
    });

    it('once a refresh has seen it, with the page’s token or without', async () => {
      const { cookie, csrf } = await begun();
      await erase('');
      for (const token of [csrf, null]) {
        const answer = await refresh(cookie, token);
        api.expectDocumented('POST /v1/sessions/refresh', answer);
        expect([401, 403]).toContain(answer.status);
        expect(answer.headers['set-cookie']).toEqual(CLEARED);
      }
      const garbage = await refresh(`${COOKIE}=nothing`, null);
      expect(garbage.headers['set-cookie']).toEqual(CLEARED);
    });

    it('and takes no cookie away whose session goes on', async () => {
      const { cookie, csrf } = await begun();
      expect((await refresh(cookie, null)).headers['set-cookie']).toBeUndefined();
      const stranger = somebody();
      await api.activated(stranger, 'shop');
      const answer = await erase(cookie, stranger);
      expect(answer.status).toBe(204);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect((await refresh(cookie, csrf)).status).toBe(200);
    });
  });

  it('is never used unless the body asks for it', async () => {
    const { cookie } = await started();
    const answer = await api.http
      .post('/v1/sessions/refresh')
      .set({ 'Gatehouse-Application': 'shop', Cookie: cookie, ...fromShop })
      .send({});
    expect(codeOf(answer)).toBe('422 validation-failed');
  });

  it.each<[string, object, string]>([
    ['a cookie and a token', { cookie: true, refreshToken: 'x' }, '400 credentials-ambiguous'],
    ['a word for cookie', { cookie: 'yes' }, '422 validation-failed'],
    ['a number for cookie', { cookie: 1 }, '422 validation-failed'],
    ['an object for cookie', { cookie: {} }, '422 validation-failed'],
    ['a field of another name', { Cookie: true }, '422 field-unknown'],
  ])('is refused for %s', async (_name, body, expected) => {
    for (const path of ['/v1/sessions/refresh', '/v1/sessions']) {
      const answer = await api.http
        .post(path)
        .set({ 'Gatehouse-Application': 'shop', ...fromShop })
        .send(body);
      api.expectDocumented(`POST ${path}`, answer);
      const isRefreshOnly = 'refreshToken' in body && path === '/v1/sessions';
      expect(codeOf(answer)).toBe(isRefreshOnly ? '422 field-unknown' : expected);
    }
  });
});
