import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { PLATFORM } from '@gatehouse/platform/container';
import { ApiHarness, basic, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('health', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  const withOperator = async (run: (api: ApiHarness) => Promise<void>, environment = {}): Promise<void> => {
    const api = await ApiHarness.open(db, { environment, dearHashes: true });
    try {
      await run(api);
    } finally {
      await api.close();
    }
  };
  const ready = async (api: ApiHarness) => {
    const answer = await api.http.get('/health/ready');
    api.expectDocumented('GET /health/ready', answer);
    expect(answer.headers['cache-control']).toBe('no-store');
    return answer;
  };

  it('is live as long as the process turns, and ready when it can do its work', () =>
    withOperator(async (api) => {
      const live = await api.http.get('/health/live');
      api.expectDocumented('GET /health/live', live);
      expect(live).toMatchObject({ status: 200, body: { status: 'live' } });
      expect(await ready(api)).toMatchObject({
        status: 200,
        body: { status: 'ready', database: 'up', migrations: 'applied', server: 'serving' },
      });
    }));

  it('is not ready while a migration is pending', () =>
    withOperator(async (api) => {
      await db.sql`delete from public.gatehouse_migrations where name = '0040-deliveries'`;
      const answer = await ready(api);
      await db.sql`insert into public.gatehouse_migrations (name) values ('0040-deliveries')`;
      expect(answer).toMatchObject({
        status: 503,
        body: { status: 'not-ready', database: 'up', migrations: 'pending', server: 'serving' },
      });
      expect(await ready(api)).toMatchObject({ status: 200 });
    }));

  it('is not ready on a database that was never migrated', async () => {
    const empty = await createTestDatabase();
    try {
      await (await deploymentMigrator(empty.url)).down(0);
      await empty.sql`drop table if exists public.gatehouse_migrations`;
      await withOperator(
        async (api) => {
          expect(await ready(api)).toMatchObject({ status: 503, body: { database: 'up', migrations: 'pending' } });
        },
        { DATABASE_URL: empty.url },
      );
    } finally {
      await empty.drop();
    }
  });

  describe('without a database', () => {
    const away = { DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/nowhere' };

    it('is live but not ready', () =>
      withOperator(async (api) => {
        expect(await api.http.get('/health/live')).toMatchObject({ status: 200 });
        expect(await ready(api)).toMatchObject({
          status: 503,
          body: { status: 'not-ready', database: 'down', migrations: 'unknown', server: 'serving' },
        });
      }, away));

    it('answers 503 with a Retry-After, and reveals nothing of the cause', () =>
      withOperator(async (api) => {
        const person = somebody();
        const answers = {
          'POST /v1/users': await api.http.post('/v1/users').send(person),
          'POST /v1/users/activation': await api.activate(person, '1234'),
          'POST /v1/users/activation/code': await api.http
            .post('/v1/users/activation/code')
            .send({ email: person.email }),
          'POST /v1/sessions': await api.http.post('/v1/sessions').set('Authorization', basic(person)),
          'GET /v1/users/{id}/activation': await api.http.get(
            `/v1/users/${'0'.repeat(8)}-0000-0000-0000-000000000000/activation`,
          ),
        };
        for (const [operation, answer] of Object.entries(answers)) {
          api.expectDocumented(operation, answer);
          api.expectProblem(answer, 503, 'busy');
          expect(answer.headers['retry-after']).toBe('5');
          expect(answer.text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|postgres/);
        }
      }, away));
  });

  it('answers 500 without the cause when the service itself is at fault', () =>
    withOperator(async (api) => {
      await db.sql`alter table gatehouse.activation_codes rename to mislaid`;
      const answer = await api.http.post('/v1/users').send(somebody());
      await db.sql`alter table gatehouse.mislaid rename to activation_codes`;
      api.expectDocumented('POST /v1/users', answer);
      api.expectProblem(answer, 500, 'internal');
      expect(answer.text).not.toMatch(/activation_codes|relation|select/);
      expect(await api.http.post('/v1/users').send(somebody())).toMatchObject({ status: 201 });
    }));

  it('turns requests away when too many passwords wait, and says when to come back', () =>
    withOperator(
      async (api) => {
        const answers = await Promise.all(
          Array.from({ length: 12 }, () => api.http.post('/v1/users').send(somebody())),
        );
        const refused = answers.filter(({ status }) => status !== 201);
        expect(refused.length).toBeGreaterThan(0);
        expect(refused.length).toBeLessThan(12);
        for (const answer of refused) {
          api.expectDocumented('POST /v1/users', answer);
          api.expectProblem(answer, 503, 'busy');
          expect(answer.headers['retry-after']).toBe('2');
        }
        const { values } = await api.container.get(PLATFORM.metrics).commands.get();
        expect(values.find(({ labels }) => labels.outcome === 'ok')?.value).toBe(12 - refused.length);
      },
      { HASH_CONCURRENCY: '1', HASH_QUEUE_LIMIT: '2' },
    ));
});
