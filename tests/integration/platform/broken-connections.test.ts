import { Database, DatabaseFault, StatementTimeout } from '@gatehouse/platform/postgres';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { DatabaseProxy } from '../../support/database-proxy.js';
import { eventually } from '../../support/eventually.js';

describe('broken connections', () => {
  let db: TestDatabase;
  let proxy: DatabaseProxy;
  let database: Database;
  /** Of short deadlines. */
  let hasty: Database;
  const unhandled: unknown[] = [];
  const onUnhandled = (error: unknown) => unhandled.push(error);

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`create table public.things (id int primary key)`;
    process.on('unhandledRejection', onUnhandled);
  });
  afterAll(async () => {
    process.off('unhandledRejection', onUnhandled);
    await db.drop();
  });
  beforeEach(async () => {
    unhandled.length = 0;
    proxy = await DatabaseProxy.before(db.url);
    database = new Database({ url: proxy.url, applicationName: 'broken', poolSize: 1, deadlineMs: 20_000 });
    hasty = new Database({ url: proxy.url, applicationName: 'hasty', poolSize: 1, deadlineMs: 500 });
  });
  afterEach(async () => {
    proxy.close();
    await Promise.all([database.close(0), hasty.close(0)]);
    await db.sql`truncate public.things`;
    expect(unhandled).toEqual([]);
  });

  const answer = (by = database) => by.one<{ answer: number }>((sql) => sql`select 42 as answer`);
  const many = () => database.query((sql) => sql`select n, repeat('x', 200) as filler from generate_series(1, 50) n`);
  const add = (id: number, by = database) =>
    by.query((sql) => sql`insert into public.things (id) values (${id}) returning id`);
  const faultOf = async (work: Promise<unknown>): Promise<DatabaseFault> => {
    const fault = await work.then(
      () => new Error('It was answered'),
      (error: unknown) => error,
    );
    if (fault instanceof DatabaseFault) return fault;
    throw fault;
  };

  it('gives nothing of a result that broke off to the next statement', async () => {
    await answer();
    proxy.startCount();
    await many();
    const whole = proxy.answered;
    for (let bytes = 0; bytes < whole; bytes += 97) {
      proxy.cutAfter(bytes);
      expect(await faultOf(many())).toMatchObject({ kind: 'gone', mayHaveCommitted: true });
      expect(await answer()).toEqual({ answer: 42 });
    }
  });

  it('gives the last words of a connection to no statement of another', async () => {
    for (let round = 0; round < 10; round++) {
      await answer();
      await db.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'broken'`;
      await eventually('the connection is closed', () => proxy.connections === 0);
      expect(await answer()).toEqual({ answer: 42 });
    }
  });

  it('says that nothing was committed where the statement was never sent', async () => {
    proxy.refuse();
    expect(await faultOf(add(1))).toMatchObject({ kind: 'gone', code: 'ECONNREFUSED', mayHaveCommitted: false });
  });

  it('says that nothing was committed where the server cancelled the statement', async () => {
    const fault = await faultOf(hasty.query((sql) => sql`select pg_sleep(30)`));
    expect(fault).toBeInstanceOf(StatementTimeout);
    expect(fault).toMatchObject({ kind: 'busy', mayHaveCommitted: false });
  });

  it('answers at the deadline though the server cannot be reached to cancel the statement', async () => {
    await answer(hasty);
    proxy.silence();
    proxy.refuse();
    const fault = await faultOf(add(1, hasty));
    expect(fault).toBeInstanceOf(StatementTimeout);
    expect(fault).toMatchObject({ kind: 'busy', mayHaveCommitted: true });
  });

  it('opens its connections again when those that it has have fallen silent', async () => {
    await answer(hasty);
    proxy.silence();
    expect(await faultOf(answer(hasty))).toBeInstanceOf(StatementTimeout);
    // One that falls silent before it says a word, too.
    expect(await faultOf(answer(hasty))).toBeInstanceOf(StatementTimeout);
    await eventually('nothing is left of them', () => proxy.connections === 0);
    proxy.clear();
    expect(await answer()).toEqual({ answer: 42 });
    expect(await eventually('it answers', () => answer(hasty).then(Boolean, () => false))).toBeUndefined();
  });

  it('gives up at their deadline on statements that wait for their turn', async () => {
    await answer(hasty);
    proxy.silence();
    const begun = performance.now();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => faultOf(answer(hasty))));
    expect(outcomes.map(({ name }) => name)).toEqual(Array(5).fill('StatementTimeout'));
    expect(performance.now() - begun).toBeLessThan(2 * 500 + 1_000);
  });

  it('hears notifications again after its connection fell silent', async () => {
    const heard: string[] = [];
    await database.listen(
      'news',
      (payload) => heard.push(payload),
      () => heard.push('listening'),
    );
    proxy.silence();
    await eventually('the silence is noticed', () => proxy.connections === 0);
    proxy.clear();
    await eventually('it listens again', () => heard.length === 2);
    await db.sql`select pg_notify('news', 'a')`;
    await eventually('it hears', () => heard.includes('a'));
  });

  it('goes on listening through a server that ends connections while they start', async () => {
    const heard: string[] = [];
    await database.listen(
      'news',
      () => undefined,
      () => heard.push('listening'),
    );
    for (let round = 2; round < 6; round++) {
      proxy.cutAfter(50 * round);
      proxy.cutAll();
      await eventually('it listens again', () => heard.length === round);
    }
  });
});
