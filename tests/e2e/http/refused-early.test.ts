import { PLATFORM } from '@gatehouse/platform/container';
import { jest } from '@jest/globals';
import { StoppedClock } from '../../support/access/stopped-clock.js';
import { ApiHarness, basic, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { whileFull } from '../../support/registration/full-hash-queue.js';

const PLACES = 2;

describe('while as many passwords wait as may', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`insert into gatehouse.applications (slug, name) values ('neighbour', 'Neighbour')`;
    api = await ApiHarness.open(db, {
      environment: { HASH_CONCURRENCY: '1', HASH_QUEUE_LIMIT: String(PLACES) },
      // Applications are read again by its time.
      adjust: (container) => container.rebind(PLATFORM.clock).toConstantValue(new StoppedClock(new Date())),
    });
    for (const application of ['default', 'neighbour']) await signUp().set('Gatehouse-Application', application);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const signUp = () => api.http.post('/v1/users').send(somebody());

  it.each<[string, () => ReturnType<typeof signUp>]>([
    ['POST /v1/users', () => api.http.post('/v1/users').type('json').send('{"email": ')],
    ['POST /v1/users/activation', () => api.http.post('/v1/users/activation').type('json').send('{"code": ')],
    ['POST /v1/sessions', () => api.http.post('/v1/sessions').type('json').send('{"email": ')],
  ])('%s is refused before its body is read, and without a statement', async (operation, call) => {
    const query = jest.spyOn(api.container.get(PLATFORM.database), 'query');
    try {
      await whileFull(api.container, PLACES, async () => {
        const refused = await call();
        api.expectDocumented(operation, refused);
        api.expectProblem(refused, 503, 'busy');
        expect(refused.headers['retry-after']).toBe('2');
        expect(query).not.toHaveBeenCalled();
      });
      expect((await call()).status).toBe(400);
    } finally {
      query.mockRestore();
    }
  });

  it('signs people up at another application', async () => {
    await whileFull(api.container, PLACES, async () => {
      expect((await signUp().set('Gatehouse-Application', 'neighbour')).status).toBe(201);
    });
  });

  it('answers a repeated sign-up as before, and refuses a new one with a key', async () => {
    const person = somebody();
    const keyed = (key: string) => api.http.post('/v1/users').set('Idempotency-Key', key).send(person);
    const first = await keyed('first-key-of-the-sign-up');
    expect(first.status).toBe(201);
    await whileFull(api.container, PLACES, async () => {
      expect(await keyed('first-key-of-the-sign-up')).toMatchObject({ status: 201, body: first.body });
      api.expectProblem(await keyed('other-key-of-the-sign-up'), 503, 'busy');
    });
  });

  it('refuses sign-ins with Basic alike, and answers what needs no password', async () => {
    await whileFull(api.container, PLACES, async () => {
      const refused = await api.http.post('/v1/sessions').set('Authorization', basic(somebody()));
      api.expectProblem(refused, 503, 'busy');
      expect((await api.http.get('/v1/sign-up-rules')).status).toBe(200);
    });
  });
});
