import { Database, StatementTimeout } from '@gatehouse/platform/postgres';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { blockedBackends, holdLocks, type LockHolder, untilBlocked } from '../../support/lock-holder.js';

describe('the pool', () => {
  let db: TestDatabase;
  let database: Database;
  let lock: LockHolder | undefined;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`create table public.things (id int primary key)`;
  });
  afterAll(() => db.drop());
  beforeEach(() => {
    database = new Database({ url: db.url, applicationName: 'pool', poolSize: 2, deadlineMs: 5_000 });
  });
  afterEach(async () => {
    await lock?.release();
    await database.close();
    await db.sql`truncate public.things`;
  });

  /** Statements on the table wait until the lock is let go. */
  const lockTable = async () => {
    lock = await holdLocks(db, (sql) => sql`lock table public.things in exclusive mode`);
    return lock;
  };
  const add = (id: number) => database.query((sql) => sql`insert into public.things (id) values (${id}) returning id`);
  const ids = async () => (await db.sql`select id from public.things order by id`).map(({ id }) => id);

  it('fails the statement whose backend was killed, and no other', async () => {
    for (let round = 0; round < 5; round++) {
      const held = await lockTable();
      const killed = [add(-2), add(-1)].map((statement) => statement.catch((error: { code: string }) => error.code));
      await untilBlocked(db, 2);
      await db.sql`select pg_terminate_backend(pid) from unnest(${await blockedBackends(db)}::int[]) pid`;
      for (const code of await Promise.all(killed)) expect(code).toMatch(/^CONNECTION_CLOSED|ECONNRESET$/);
      await held.release();
      expect(await Promise.all([add(10 * round), add(10 * round + 1)])).toHaveLength(2);
    }
    expect(await ids()).toEqual([0, 1, 10, 11, 20, 21, 30, 31, 40, 41]);
  });

  describe('listening', () => {
    const hear = async (channel: string) => {
      const heard: string[] = [];
      const listening = await database.listen(
        channel,
        (payload) => heard.push(payload),
        () => heard.push('listening'),
      );
      return { heard, ...listening };
    };
    const listeners = () =>
      db.sql<{ pid: number }[]>`select pid from pg_stat_activity
        where datname = current_database() and application_name = 'pool' and query ilike 'listen%'`;

    it('takes one connection, however many channels and ears there are', async () => {
      const [first, second, other] = [await hear('first'), await hear('first'), await hear('other')];
      await db.sql`select pg_notify('first', 'a'), pg_notify('other', 'b'), pg_notify('nobody', 'c')`;
      await eventually('every ear', () => [first, second, other].every(({ heard }) => heard.length === 2));
      expect([first.heard, second.heard, other.heard]).toEqual([
        ['listening', 'a'],
        ['listening', 'a'],
        ['listening', 'b'],
      ]);
      expect(await listeners()).toHaveLength(1);
    });

    it('goes on for the others when one stops', async () => {
      const [stopping, staying] = [await hear('first'), await hear('first')];
      stopping.close();
      await db.sql`select pg_notify('first', 'a')`;
      await eventually('the one that stays', () => staying.heard.includes('a'));
      expect(stopping.heard).toEqual(['listening']);
    });

    it('comes back on every channel when its backend was killed', async () => {
      const ears = [await hear('first'), await hear('other')];
      const [listener] = await listeners();
      await db.sql`select pg_terminate_backend(${listener?.pid ?? 0})`;
      await eventually('both listen again', () => ears.every(({ heard }) => heard.length === 2));
      await db.sql`select pg_notify('first', 'a'), pg_notify('other', 'a')`;
      await eventually('both hear', () => ears.every(({ heard }) => heard.includes('a')));
    });
  });

  it('survives backends that die while they are connected to, and closes without waiting for them', async () => {
    for (let round = 0; round < 25; round++) {
      const fresh = new Database({ url: db.url, applicationName: 'dying', poolSize: 2, deadlineMs: 5_000 });
      const statement = () => fresh.query((sql) => sql`select 1`);
      let ended = false;
      const outcome = Promise.allSettled([statement(), statement()]).finally(() => {
        ended = true;
      });
      while (!ended) {
        await db.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dying'`;
      }
      await outcome;
      // Anyone who died unseen fails the next statement at most once for each connection.
      await statement().catch(statement).catch(statement);
      const closing = performance.now();
      await fresh.close();
      expect(performance.now() - closing).toBeLessThan(2_000);
    }
  });

  it('writes nothing when a statement is not done within its deadline, and says so', async () => {
    const hasty = new Database({ url: db.url, applicationName: 'pool', poolSize: 1, deadlineMs: 100 });
    const held = await lockTable();
    try {
      const late = hasty.query((sql) => sql`insert into public.things (id) values (1)`);
      const waiting = hasty.query((sql) => sql`insert into public.things (id) values (2)`);
      await expect(late).rejects.toThrow(StatementTimeout);
      await expect(waiting).rejects.toThrow('A database statement did not finish within 100 ms');
      await held.release();
      expect(await hasty.query((sql) => sql`insert into public.things (id) values (3) returning id`)).toHaveLength(1);
      expect(await ids()).toEqual([3]);
    } finally {
      await hasty.close();
    }
  });

  it('has no more statements in flight than connections', async () => {
    const held = await lockTable();
    const statements = Array.from({ length: 7 }, (_, id) => add(id));
    await untilBlocked(db, 2);
    expect(database.load).toEqual({ waiting: 5, running: 2 });
    await held.release();
    await Promise.all(statements);
    expect(database.load).toEqual({ waiting: 0, running: 0 });
  });

  it('finishes running statements before it closes', async () => {
    const held = await lockTable();
    const statement = add(1);
    await untilBlocked(db, 1);
    const closed = database.close();
    await held.release();
    expect(await statement).toHaveLength(1);
    await closed;
    expect(await ids()).toEqual([1]);
  });

  it('tells times in UTC whatever the server’s zone', async () => {
    await db.sql.unsafe(`alter database ${new URL(db.url).pathname.slice(1)} set timezone to 'Asia/Tokyo'`);
    const [row] = await database.query<{ time: string }>(
      (sql) => sql`select to_jsonb('2026-05-01T12:00:00Z'::timestamptz) #>> '{}' as time`,
    );
    expect(row).toEqual({ time: '2026-05-01T12:00:00+00:00' });
  });

  it.each<[string, readonly unknown[]]>([
    ['text', ['plain', '', 'a,b', '"quoted"', 'back\\slash', 'NULL', 'null', '{}', ' spaces ', 'line\nbreak', '🐎']],
    ['text', []],
    ['text', [null, 'after a null']],
    ['integer', [1, -2, 0]],
    ['smallint', [7]],
    ['bigint', ['9007199254740993']],
    ['double precision', [0.5, 1e300]],
    ['uuid', ['0197a000-0000-7000-8000-00000000000a']],
    ['jsonb', [{ a: 'x,"y' }, 3]],
  ])('carries lists of %s both ways: %j', async (type, list) => {
    const [row] = await database.query<{ list: unknown[] }>(
      (sql) => sql`select ${list as string[]}::${sql.unsafe(type)}[] as list`,
    );
    expect(row?.list).toEqual(list);
  });

  it('reads lists of times and truths', async () => {
    const [row] = await database.query(
      (sql) => sql`select array['2026-05-01T12:00:00.123Z'::timestamptz, null] as times, array[true, false] as truths`,
    );
    expect(row).toEqual({ times: [new Date('2026-05-01T12:00:00.123Z'), null], truths: [true, false] });
  });
});
