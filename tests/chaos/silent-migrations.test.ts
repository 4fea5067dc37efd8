import { Socket } from 'node:net';
import { type Migration, Migrator, type MigratorBounds } from '@gatehouse/platform/migrations';
import { parseDatabaseUrl, SoleConnection } from '@gatehouse/platform/postgres';
import { jest } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { eventually } from '../support/eventually.js';
import { holdLocks } from '../support/lock-holder.js';
import { SilentProxy } from '../support/silent-proxy.js';

const BOUNDS: MigratorBounds = { statementMs: 3_000, lookMs: 20, answerMs: 500, misses: 3 };
const LOST = 'The server has lost the session of this migration or no longer answers';
const step = (up: string): Migration => ({ name: '0001-things', up, down: 'select' });

describe('a migration whose database falls silent without closing a connection', () => {
  let db: TestDatabase;
  let proxy: DatabaseProxy;

  beforeEach(async () => {
    db = await createTestDatabase({ migrated: false });
    proxy = await DatabaseProxy.before(db.url);
  });
  afterEach(async () => {
    proxy.close();
    await db.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'gatehouse-migrate%'`;
    await db.drop();
  });

  const migrator = (up: string, bounds = BOUNDS) => new Migrator(proxy.url, [step(up)], undefined, bounds);
  const isUnderWay = async (event: string): Promise<boolean> => {
    const rows = await db.sql`
      select from pg_stat_activity
      where datname = current_database() and application_name = 'gatehouse-migrate' and wait_event = ${event}`;
    return rows.length === 1;
  };
  const nothingIsLeftOpen = () => eventually('no socket is left', () => proxy.connections === 0);
  const isApplied = async () => (await new Migrator(db.url, [step('select')]).status())[0]?.state === 'applied';

  it('ends at the deadline of the first statement when the silence comes before it', async () => {
    proxy.silence();
    for (const run of [migrator('select').status(), migrator('select').up(), migrator('select').down()]) {
      await expect(run).rejects.toThrow('within 3000 ms');
    }
    await nothingIsLeftOpen();
  });

  it('ends at the deadline of the look for a server that suits', async () => {
    proxy.silence();
    const url = `${proxy.url}?target_session_attrs=read-write`;
    await expect(new Migrator(url, [step('select')]).status()).rejects.toThrow('within 3000 ms');
    await nothingIsLeftOpen();
  }, 20_000);

  it.each([
    ['a migration', 'PgSleep'],
    ['the lock of another', 'advisory'],
  ])('ends when nobody answers any more, though %s may take its time', async (_what, event) => {
    const lock = await holdLocks(db, async (sql) => {
      if (event === 'advisory') await sql`select pg_advisory_xact_lock(hashtext('gatehouse.migrations'))`;
    });
    try {
      const run = migrator('create table things (); select pg_sleep(600)').up();
      const outcome = expect(run).rejects.toThrow(LOST);
      await eventually('it waits', () => isUnderWay(event));
      proxy.silence();
      await outcome;
      await nothingIsLeftOpen();
    } finally {
      await lock.release();
    }
    await db.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gatehouse-migrate'`;
    expect(await isApplied()).toBe(false);
  });

  it('ends when a server answers that does not have its session', async () => {
    const silent = await SilentProxy.open(db.url);
    try {
      const run = new Migrator(silent.url, [step('select pg_sleep(600)')], undefined, BOUNDS).up();
      const outcome = expect(run).rejects.toThrow(LOST);
      await eventually('it is under way', () => isUnderWay('PgSleep'));
      silent.fallSilent();
      await db.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gatehouse-migrate'`;
      silent.speak();
      await outcome;
    } finally {
      await silent.close();
    }
  });

  it('goes on for longer than any single statement may where the server answers', async () => {
    const bounds = { ...BOUNDS, answerMs: 3_000 };
    expect(await migrator('select pg_sleep(3.2)', bounds).up()).toEqual(['0001-things']);
    expect(await isApplied()).toBe(true);
    await nothingIsLeftOpen();
  });
});

describe('a session of its own', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase({ migrated: false });
  });
  afterAll(() => db.drop());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is asked by both sides whether the other is there', async () => {
    const keepAlive = jest.spyOn(Socket.prototype, 'setKeepAlive');
    const connection = new SoleConnection(parseDatabaseUrl(db.url), 'tests-sole');
    try {
      const [row] = await connection.within(
        20_000,
        connection.sql`select current_setting('tcp_keepalives_idle') as idle, current_setting('tcp_user_timeout') as unread`,
      );
      expect(row).toEqual({ idle: '5', unread: '15000' });
      expect(keepAlive.mock.lastCall).toEqual([true, 5_000]);
    } finally {
      await connection.end();
    }
  });

  it('is never followed by another, which would not have its locks', async () => {
    const connection = new SoleConnection(parseDatabaseUrl(db.url), 'tests-sole');
    const ask = () => connection.within(20_000, connection.sql`select 1 as one`);
    try {
      expect(await ask()).toHaveLength(1);
      await db.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tests-sole'`;
      await eventually('it is over', () =>
        ask().then(
          () => false,
          () => true,
        ),
      );
      await expect(ask()).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
      expect(await db.sql`select from pg_stat_activity where application_name = 'tests-sole'`).toHaveLength(0);
    } finally {
      await connection.end();
    }
  });
});
