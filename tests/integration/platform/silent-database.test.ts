import { PgBossJobQueue } from '@gatehouse/platform/jobs';
import { createLogger } from '@gatehouse/platform/logging';
import { Database, StatementTimeout } from '@gatehouse/platform/postgres';
import { PgBossDatabase } from '../../../libs/platform/jobs/pg-boss-database.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { DatabaseProxy } from '../../support/database-proxy.js';
import { eventually } from '../../support/eventually.js';

const quiet = createLogger({ environment: 'test', logLevel: 'fatal' }, 'tests', { write: () => undefined });
const BACK_WITHIN_MS = 5_000;

describe('a database that falls silent without closing a connection', () => {
  let db: TestDatabase;
  let proxy: DatabaseProxy;

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    proxy = await DatabaseProxy.before(db.url);
  });
  afterEach(() => proxy.close());

  it('holds back jobs until it is back, and five seconds longer at most', async () => {
    const queue = new PgBossJobQueue({ url: proxy.url }, quiet);
    const other = new PgBossJobQueue({ url: db.url }, quiet);
    const database = new Database({ url: proxy.url, applicationName: 'silent' });
    const done: string[] = [];
    const handle = async ({ id }: { readonly id: string }) => {
      done.push(id);
      return { kind: 'done' as const };
    };
    const insert = async (name: string) => {
      const [row] = await db.sql<{ id: string }[]>`select gen_random_uuid() as id`;
      await other.insert(name, [{ id: row?.id ?? '', data: {} }]);
      return row?.id ?? '';
    };
    const definition = (name: string) => ({ queue: name, leaseSeconds: 60, handle });
    try {
      await other.start([]);
      await queue.start([definition('one'), definition('two')]);
      const first = await insert('one');
      await eventually('the first job is done', () => done.includes(first));

      proxy.silence();
      const before = proxy.watch();
      const reading = database.query((sql) => sql`select 1`).catch((error: Error) => error.name);
      await eventually('every connection from before is given up', () => before.every((left) => !left()), 20_000);
      expect(await reading).toMatch(/StatementTimeout|DatabaseFault/);

      proxy.clear();
      const back = performance.now();
      const [one, two] = [await insert('one'), await insert('two')];
      const read = eventually('it can be read', () =>
        database
          .query((sql) => sql`select 1`)
          .then(
            () => true,
            () => false,
          ),
      );
      await eventually('their jobs are done', () => done.includes(one) && done.includes(two));
      await read;
      expect(performance.now() - back).toBeLessThan(BACK_WITHIN_MS);
    } finally {
      proxy.close();
      await Promise.all([queue.stop(1), other.stop(1), database.close(0)]);
    }
  });

  it('costs a pool one deadline, however many of its connections have fallen silent', async () => {
    const database = new Database({ url: proxy.url, applicationName: 'silent', poolSize: 4 });
    const ask = (deadlineMs: number) => database.query((sql) => sql`select 1`, { deadlineMs });
    try {
      await Promise.all([1, 2, 3, 4].map(() => database.query((sql) => sql`select pg_sleep(0.1)`)));
      expect(proxy.connections).toBe(4);
      proxy.lose();
      await expect(ask(200)).rejects.toThrow(StatementTimeout);
      for (let turn = 1; turn <= 4; turn++) await expect(ask(5_000)).resolves.toHaveLength(1);
    } finally {
      proxy.close();
      await database.close(0);
    }
  });

  it('is told from a slow statement: where the server answers that it is cancelled, the other connections stay', async () => {
    const database = new Database({ url: proxy.url, applicationName: 'slow', poolSize: 2 });
    const backend = async (seconds = 0) => {
      const [row] = await database.query<{ pid: number }>(
        (sql) => sql`select pg_backend_pid() as pid, pg_sleep(${seconds})`,
      );
      return row?.pid;
    };
    try {
      const both = await Promise.all([backend(0.1), backend(0.1)]);
      const slow = database.query((sql) => sql`select pg_sleep(60)`, { deadlineMs: 200 });
      await expect(slow).rejects.toThrow(StatementTimeout);
      expect(both).toContain(await backend());
    } finally {
      await database.close(0);
    }
  });

  it('lets a start of the job queue end with a line that says so', async () => {
    proxy.silence();
    const queue = new PgBossJobQueue({ url: proxy.url, startWithinSeconds: 1 }, quiet);
    await expect(queue.start([])).rejects.toThrow('The job queue did not start within 1 s');
    await queue.stop(0);
  });

  it('settles the texts of pg-boss that a reset met, and those after them', async () => {
    const database = new PgBossDatabase(proxy.url, 2);
    try {
      await database.executeSql('select 1; select 2');
      const met = Promise.allSettled([
        database.executeSql('begin; select pg_sleep(1); commit'),
        database.executeSql('begin; select pg_sleep(2); commit'),
        database.executeSql('begin; select 3; commit'),
      ]);
      await eventually('they are under way', async () => (await asleep()) === 2);
      proxy.cutAll();
      const outcomes = (await met).map(({ status }) => status);
      expect(outcomes).toEqual(['rejected', 'rejected', 'fulfilled']);
      expect(await database.executeSql('select 3 as three; select 4 as four')).toEqual({
        rows: [{ three: 3 }, { four: 4 }],
      });
    } finally {
      await database.close();
    }
  });

  it('leaves no transaction of a text that failed open', async () => {
    const database = new PgBossDatabase(db.url, 1);
    try {
      await expect(database.executeSql('begin; select 1 / 0; commit')).rejects.toThrow('division by zero');
      const { rows } = await database.executeSql('select 1 as one where $1 = 1', [1]);
      expect(rows).toEqual([{ one: 1 }]);
      expect(await database.executeSql('select 1; select 2')).toBeDefined();
    } finally {
      await database.close();
    }
  });

  const asleep = async (): Promise<number> => {
    const [row] = await db.sql<{ count: number }[]>`
      select count(*)::int from pg_stat_activity
      where datname = current_database() and application_name = 'gatehouse-jobs' and wait_event = 'PgSleep'`;
    return row?.count ?? 0;
  };
});
