import { basic, type Person, somebody } from '../../support/api.js';
import { type ApiProcess, forkApi } from '../../support/api-process.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** No loopback address is exempt here; each test calls from a network of its own, as a proxy names it. */
const BEHIND_PROXY = { NETWORK_THROTTLE_EXEMPT: '198.51.100.0/24', TRUSTED_PROXIES: '127.0.0.0/8' };
const WRONG = 'not the right one';

interface Call {
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

describe('throttles over two processes, where everything comes at once', () => {
  let db: TestDatabase;
  let apis: ApiProcess[];
  let network = 0;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`insert into gatehouse.applications (slug, name, policy)
      values ('phones', 'Phones', '{"requirePhone": true, "sms": {"perDay": 3, "countries": ["FR"]}}')`;
    const environment = { DATABASE_URL: db.url, ...BEHIND_PROXY };
    apis = await Promise.all([forkApi(environment), forkApi(environment)]);
  });
  afterAll(async () => {
    await Promise.all(apis.map((api) => api.stop()));
    await db.drop();
  });
  beforeEach(() => {
    network += 1;
  });

  const send = (index: number, { path, body = {}, headers }: Call) =>
    fetch(`${apis[index % apis.length]?.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': `203.0.113.${network}`, ...headers },
      body: JSON.stringify(body),
    });
  const bodyOf = async (response: Response) => (await response.json()) as Record<string, string>;
  /** How often each status was answered. */
  const statuses = async (count: number, callOf: (index: number) => Call) => {
    const answers = await Promise.all(Array.from({ length: count }, (_, index) => send(index, callOf(index))));
    const seen = answers.map(({ status }) => status);
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    return Object.fromEntries([...new Set(seen)].sort().map((s) => [s, seen.filter((each) => each === s).length]));
  };
  const signUp = (person: Person, more: object = {}): Call => ({ path: '/v1/users', body: { ...person, ...more } });
  const signIn = (person: Person): Call => ({ path: '/v1/sessions', body: person });
  const wrong = (person: Person): Call => signIn({ ...person, password: WRONG });

  it('let one network fail at 30 passwords of 60', async () => {
    expect(await statuses(60, () => wrong(somebody()))).toEqual({ 401: 30, 429: 30 });
  });

  it('let one network fail at 30 reset codes of 60', async () => {
    const reset = () => ({
      path: '/v1/password-resets/confirmation',
      body: { email: somebody().email, code: '12345678', newPassword: 'another horse battery' },
    });
    expect(await statuses(60, reset)).toEqual({ 422: 30, 429: 30 });
  });

  it.each(['phone', 'email'])('let one network fail at 30 codes of 60 for a new %s', async (subject) => {
    const person = somebody();
    await bodyOf(await send(0, signUp(person)));
    await db.sql`update gatehouse.users set state = 'active', email_verified_at = now(), activated_at = now()
      where email = ${person.email}`;
    const { accessToken } = await bodyOf(await send(0, signIn(person)));
    const verify = () => ({
      path: `/v1/users/me/${subject}/verification`,
      body: { code: '123456' },
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    expect(await statuses(60, verify)).toEqual({ 422: 30, 429: 30 });
  });

  it('let six wrong passwords at one account be tried before the delay', async () => {
    const person = somebody();
    expect(await statuses(40, () => wrong(person))).toEqual({ 401: 6, 429: 34 });
  });

  it('let nothing past the delay that comes as an activation or as a request for another SMS', async () => {
    const person = somebody();
    const Authorization = basic({ ...person, password: WRONG });
    const activate = { path: '/v1/users/activation', body: { code: '1234' }, headers: { Authorization } };
    const resendSms = { path: '/v1/users/activation/phone/code', headers: { Authorization } };
    expect(await statuses(40, (index) => (index % 4 < 2 ? activate : resendSms))).toEqual({ 401: 6, 429: 34 });
  });

  it('let one network cause 30 messages', async () => {
    expect(await statuses(45, () => signUp(somebody()))).toEqual({ 201: 30, 429: 15 });
  });

  it('let one recipient be sent five messages', async () => {
    const person = somebody();
    expect(await statuses(20, () => signUp(person))).toEqual({ 201: 5, 429: 15 });
  });

  it('let an application send the SMS of its day, and no more', async () => {
    const withPhone = (index: number): Call => ({
      ...signUp(somebody(), { phone: `+336123456${10 + index}` }),
      headers: { 'Gatehouse-Application': 'phones' },
    });
    expect(await statuses(12, withPhone)).toEqual({ 201: 3, 429: 9 });
  });
});
