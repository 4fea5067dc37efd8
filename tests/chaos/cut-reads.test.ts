import { ApiHarness, somebody } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { DatabaseProxy } from '../support/database-proxy.js';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly code?: string; readonly serverTime?: string };
}

const BUSY = { status: 503, code: 'busy', again: '5' };

/** From the first byte of a connection on: how it begins, how statements are described, their rows and their ends. */
describe('a read whose connection to the database is cut in the middle of what the database says', () => {
  let db: TestDatabase;
  let proxy: DatabaseProxy;
  let api: ApiHarness;
  let userId: string;
  let token: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    proxy = await DatabaseProxy.before(db.url);
    api = await ApiHarness.open(db, { environment: { DATABASE_URL: proxy.url, DATABASE_POOL_SIZE: '1' } });
    const person = somebody();
    userId = await api.activated(person);
    token = (await api.http.post('/v1/sessions').send(person)).body.accessToken;
  });
  afterAll(async () => {
    await api?.close();
    proxy?.close();
    await db?.drop();
  });

  const told = async (path: string) => {
    const request = api.http.get(path.replace('{id}', userId));
    const { status, headers, body } = (await (path.includes('/me')
      ? request.auth(token, { type: 'bearer' })
      : request)) as unknown as Answer;
    if (status !== 200) return { status, code: body.code, again: headers['retry-after'] };
    return { status, body: { ...body, serverTime: undefined } };
  };

  it.each([
    ['/v1/users/{id}/activation', 1],
    ['/v1/users/me', 11],
    ['/v1/users/me/export', 61],
  ] as const)('GET %s is right or 503, after every byte or every so many: %d', async (path, step) => {
    // The one that is cut leaves the next a new connection.
    const cut = async (bytes: number) => {
      proxy.cutAfter(bytes);
      return told(path);
    };
    await cut(0);
    proxy.startCount();
    const right = await told(path);
    expect(right).toMatchObject({ status: 200 });
    const whole = proxy.answered;
    const wrong: object[] = [];
    let refused = 0;
    for (let bytes = 0; bytes < whole; bytes += step) {
      const answer = await cut(bytes);
      if (answer.status === BUSY.status) refused += 1;
      if (![right, BUSY].some((good) => JSON.stringify(good) === JSON.stringify(answer))) wrong.push({ bytes, answer });
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(whole / step / 2);
  });
});
