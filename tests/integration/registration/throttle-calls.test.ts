import { Database } from '@gatehouse/platform/postgres';
import { PostgresRegistrations } from '../../../libs/registration/adapters/postgres/sign-up/postgres-registrations.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { newRegistration } from '../../support/registration/new-registration.js';
import { reportReads } from '../../support/reported-reads.js';

/** A function in SQL is run as a statement of its own: six of them cost a sign-up a quarter of its first look. */
describe('calls of the throttles’ function', () => {
  let db: TestDatabase;
  let database: Database;
  let registrations: PostgresRegistrations;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 1, deadlineMs: 30_000 });
    registrations = new PostgresRegistrations(database);
    await database.query((sql) => sql`select set_config('track_functions', 'all', false)`);
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  const calls = async (): Promise<number> => {
    await reportReads(database);
    const [row] = await db.sql<{ calls: number }[]>`
      select coalesce(sum(calls), 0)::int as calls from pg_stat_user_functions where funcname = 'hits_since'`;
    return row?.calls ?? 0;
  };

  it('are none where nothing was counted yet, and one for each throttle that has counted', async () => {
    const { codes, messages } = standardPolicy;
    const key = { application: 'default', email: 'ada@example.org', network: null };
    await registrations.historyOf(key, codes.activation);
    await registrations.add(newRegistration(key.email), key.network, messages);
    expect(await calls()).toBe(0);
    const history = await registrations.historyOf(key, codes.activation);
    expect(history).toMatchObject({
      messages: [expect.any(Date)],
      messagesAnywhere: [expect.any(Date)],
      wrongTries: 0,
    });
    expect(await calls()).toBe(2);
  });
});
