import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ServiceProcess } from '../support/service-process.js';
import { SilentProxy } from '../support/silent-proxy.js';

describe('a worker whose database falls silent in the middle of its start', () => {
  let db: TestDatabase;
  let proxy: SilentProxy;

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    proxy = await SilentProxy.open(db.url);
  });
  afterEach(() => proxy.close());

  it('ends, and says why, so that another takes its place', async () => {
    proxy.fallSilentAt('pgboss');
    const environment = { DATABASE_URL: proxy.url, WORKER_START_SECONDS: '1' };
    expect(await ServiceProcess.endOf('worker', environment)).toEqual({
      code: 1,
      errors: 'worker cannot start: the database answers, and jobs and relays have not started within 1 s\n',
    });
  });
});
