import { randomUUID } from 'node:crypto';
import { ApiHarness } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { DatabaseProxy } from '../../support/database-proxy.js';

/** Answers of the database are cut after every so many bytes. */
const STEP = 5;

describe('an answer that is cut on its way from the database', () => {
  let db: TestDatabase;
  let proxy: DatabaseProxy;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    proxy = await DatabaseProxy.before(db.url);
    api = await ApiHarness.open(db, { environment: { DATABASE_URL: proxy.url } });
  });
  afterAll(async () => {
    proxy.close();
    await api.close();
    await db.drop();
  });

  const signUp = (email: string, key: string) =>
    api.http.post('/v1/users').set('Idempotency-Key', key).send({ email, password: 'correct horse battery staple' });
  const users = async (email: string) => (await db.sql`select id from gatehouse.users where email = ${email}`).length;

  it('never makes a sign-up refused that was written, nor written twice when it comes again with its key', async () => {
    await signUp('first@example.org', randomUUID());
    proxy.startCount();
    await signUp('second@example.org', randomUUID());
    const whole = proxy.answered;
    expect(whole).toBeGreaterThan(10 * STEP);
    const seen = new Set<number>();
    for (let bytes = 0; bytes < whole; bytes += STEP) {
      const [email, key] = [`cut-${bytes}@example.org`, randomUUID()];
      proxy.cutAfter(bytes);
      const { status } = await signUp(email, key);
      seen.add(status);
      proxy.cutAfter(Number.POSITIVE_INFINITY);
      if (status === 201) expect(await users(email)).toBe(1);
      expect(await signUp(email, key)).toMatchObject({ status: 201 });
      expect(await users(email)).toBe(1);
    }
    expect([...seen].filter((status) => status !== 201)).toEqual([503]);
  });
});
