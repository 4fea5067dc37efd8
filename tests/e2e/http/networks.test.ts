import { ApiHarness, type Person, somebody } from '../../support/api.js';
import { type ApiProcess, forkApi } from '../../support/api-process.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** No loopback address is exempt here, so that what tests send is counted. */
const COUNTED = { NETWORK_THROTTLE_EXEMPT: '198.51.100.0/24' };
const BEHIND_PROXY = { ...COUNTED, TRUSTED_PROXIES: '127.0.0.0/8' };
const PER_HOUR = 30;

const postJson = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

describe('networks, through HTTP', () => {
  let db: TestDatabase;
  let direct: ApiHarness;
  let proxied: ApiHarness;
  /** In a process of its own. */
  let other: ApiProcess;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`
      insert into gatehouse.applications (slug, name, policy)
      values ('telling', 'Telling', '{"revealExistingAccounts": true}')`;
    direct = await ApiHarness.open(db, { environment: COUNTED });
    proxied = await ApiHarness.open(db, { environment: BEHIND_PROXY });
    other = await forkApi({ DATABASE_URL: db.url, ...COUNTED });
  });
  afterAll(async () => {
    await direct.close();
    await proxied.close();
    await other.stop();
    await db.drop();
  });
  beforeEach(() => db.sql`truncate gatehouse.throttles, gatehouse.password_tries`);

  /** Asking for a code is the cheapest of what is counted as a message. */
  const ask = (api: ApiHarness, forwardedFor?: string) => {
    const request = api.http.post('/v1/users/activation/code');
    if (forwardedFor) request.set('X-Forwarded-For', forwardedFor);
    return request.send({ email: somebody().email });
  };
  const askOften = async (api: ApiHarness, forwardedFor?: (number: number) => string) => {
    for (let number = 1; number <= PER_HOUR; number++) {
      expect(await ask(api, forwardedFor?.(number))).toMatchObject({ status: 202 });
    }
  };

  it('may cause thirty messages an hour, whoever they are to', async () => {
    await askOften(direct);
    const refused = await ask(direct);
    direct.expectDocumented('POST /v1/users/activation/code', refused);
    expect(refused).toMatchObject({ status: 429, body: { code: 'throttled' } });
    expect(await direct.http.post('/v1/users').send(somebody())).toMatchObject({ status: 429 });
    await db.advance(3_600_000);
    expect(await ask(direct)).toMatchObject({ status: 202 });
  });

  it('learn of thirty accounts an hour, if an application reveals accounts at all', async () => {
    const person = somebody();
    await direct.activated(person, 'telling');
    await db.sql`truncate gatehouse.throttles`;
    const signUp = () => direct.http.post('/v1/users').set('Gatehouse-Application', 'telling').send(person);
    const answers = await Promise.all(Array.from({ length: PER_HOUR + 5 }, signUp));
    const outcomes = answers.map(({ body }) => (body as { code: string }).code);
    expect(outcomes.filter((code) => code === 'email-taken')).toHaveLength(PER_HOUR);
    expect(outcomes.filter((code) => code === 'throttled')).toHaveLength(5);
    await db.advance(3_600_000);
    expect(await signUp()).toMatchObject({ status: 409, body: { code: 'email-taken' } });
  });

  it('share their limit over processes of the API, and over every way to write a path', async () => {
    const path = '/v1/users/activation/code';
    const askAt = async (url: string) => (await postJson(url, { email: somebody().email })).status;
    const urls = [direct.url, other.url].flatMap((url) => [`${url}${path}`, `${url}${path}?`]);
    const statuses = await Promise.all(Array.from({ length: 15 }, () => urls.map(askAt)).flat());
    expect(statuses.toSorted()).toEqual([...Array<number>(PER_HOUR).fill(202), ...Array<number>(PER_HOUR).fill(429)]);

    const others = ['/v1/users/activation/code/', '/V1/Users/Activation/Code', '/v1/users/activation/%63ode'];
    const more = [...others, '/v1//users/activation/code', '/v1/./users/activation/code', '//v1/users/activation/code'];
    for (const way of more) {
      const answers = await Promise.all([direct.url, other.url].map((url) => askAt(`${url}${way}`)));
      // Nowhere, or the same as any other.
      expect([way, answers.every((status) => status === 404 || status === 429)]).toEqual([way, true]);
    }
  });

  it('share wrong passwords over processes of the API', async () => {
    const ada = somebody();
    await direct.activated(ada);
    await db.sql`truncate gatehouse.throttles, gatehouse.password_tries`;
    const wrong = { ...ada, password: 'not hers at all' };
    const signIn = async (url: string, person: Person) => (await postJson(`${url}/v1/sessions`, person)).status;
    const statuses: number[] = [];
    for (let number = 0; number < 6; number += 1)
      statuses.push(await signIn(number % 2 ? other.url : direct.url, wrong));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401]);
    expect(await Promise.all([signIn(direct.url, ada), signIn(other.url, ada)])).toEqual([429, 429]);
  });

  it('are not what a caller claims: forwarded headers count from trusted proxies alone', async () => {
    await askOften(direct, (number) => `203.0.113.${number}`);
    expect(await ask(direct, '203.0.113.99')).toMatchObject({ status: 429 });
  });

  it('are named by a trusted proxy, each counted for itself', async () => {
    await askOften(proxied, () => '203.0.113.7');
    expect(await ask(proxied, '203.0.113.7')).toMatchObject({ status: 429 });
    expect(await ask(proxied, '203.0.113.8')).toMatchObject({ status: 202 });
    // What stands before the address that the proxy has seen is the caller's own invention.
    expect(await ask(proxied, '203.0.113.99, 203.0.113.7')).toMatchObject({ status: 429 });
  });

  it('are the same with any port that a proxy names', async () => {
    await askOften(proxied, (number) => `203.0.113.7:${40_000 + number}`);
    expect(await ask(proxied, '203.0.113.7:1')).toMatchObject({ status: 429 });
    expect(await ask(proxied, '[2001:db8::1]:443')).toMatchObject({ status: 202 });
    // Others behind the same proxy are callers of their own.
    expect(await ask(proxied, '203.0.113.8:40001')).toMatchObject({ status: 202 });
  });

  it('of IPv6 are counted by the /64 that one household has', async () => {
    await askOften(proxied, (number) => `2001:db8:1:2::${number}`);
    expect(await ask(proxied, '2001:db8:1:2:ffff::1')).toMatchObject({ status: 429 });
    expect(await ask(proxied, '2001:db8:1:3::1')).toMatchObject({ status: 202 });
    expect(await ask(proxied, '::ffff:203.0.113.7')).toMatchObject({ status: 202 });
  });

  it('that are exempt are not counted at all', async () => {
    await askOften(proxied, () => '198.51.100.7');
    expect(await ask(proxied, '198.51.100.7')).toMatchObject({ status: 202 });
  });

  it.each(['nonsense', '203.0.113', '', ',,,', '<script>', '203.0.113.7:', 'unknown'])(
    'that a trusted proxy names wrongly (%j) break nothing',
    async (forwardedFor) => {
      const request = proxied.http.post('/v1/users/activation/code').set('X-Forwarded-For', forwardedFor);
      expect(await request.send({ email: somebody().email })).toMatchObject({ status: 202 });
    },
  );

  it('may be wrong thirty times in a quarter of an hour, over all accounts', async () => {
    const signIn = (person: Person) => direct.http.post('/v1/sessions').send(person);
    const ada = somebody();
    await db.sql`truncate gatehouse.throttles`;
    const userId = await direct.activated(ada);
    for (let attempt = 1; attempt <= 30; attempt++) expect(await signIn(somebody())).toMatchObject({ status: 401 });
    expect(await signIn(ada)).toMatchObject({ status: 429, body: { code: 'throttled' } });
    const elsewhere = await proxied.http.post('/v1/sessions').set('X-Forwarded-For', '203.0.113.50').send(ada);
    expect(elsewhere).toMatchObject({ status: 201, body: { user: { id: userId } } });
    await db.advance(900_000);
    expect(await signIn(ada)).toMatchObject({ status: 201 });
  });
});
