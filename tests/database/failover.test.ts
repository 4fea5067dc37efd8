import { chmodSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import { Migrator } from '@gatehouse/platform/migrations';
import { Database } from '@gatehouse/platform/postgres';
import postgres from 'postgres';

describe('two servers in one URL, of which one takes writes', () => {
  let servers: EmbeddedPostgres[] = [];
  let database: Database;

  beforeAll(async () => {
    const start = async () => {
      const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gatehouse-failover-'));
      chmodSync(dataDirectory, 0o711);
      const server = await startEmbeddedPostgres({ dataDirectory, temporary: true, settings: { fsync: 'off' } });
      await server.createDatabase('failover');
      return server;
    };
    servers = await Promise.all([start(), start()]);
    for (const server of servers) {
      await run(
        server.databaseUrl('failover'),
        "create table place (port int); alter role gatehouse password 'shared'",
      );
    }
  }, 60_000);
  afterAll(() => Promise.all(servers.map((server) => server.stop())));
  afterEach(() => database?.close(1));

  const run = async (url: string, statements: string) => {
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    await sql.unsafe(`set transaction read write; ${statements}`).finally(() => sql.end({ timeout: 1 }));
  };
  const urlOf = (server: EmbeddedPostgres) =>
    server.databaseUrl('failover').replace(/gatehouse:[^@]+@/, 'gatehouse:shared@');
  const administer = (server: EmbeddedPostgres, statement: string) => run(urlOf(server), statement);
  const takesWrites = (first: boolean, second: boolean) =>
    Promise.all(
      [first, second].map((writes, index) =>
        administer(
          servers[index] as EmbeddedPostgres,
          `alter database failover set default_transaction_read_only = ${writes ? 'off' : 'on'}`,
        ),
      ),
    );
  const urlOfBoth = (target: string) => {
    const [first, second] = servers as [EmbeddedPostgres, EmbeddedPostgres];
    const url = urlOf(first).replace(`:${first.port}/`, `:${first.port},127.0.0.1:${second.port}/`);
    return `${url}?target_session_attrs=${target}`;
  };
  const open = (target: string) => {
    database = new Database({ url: urlOfBoth(target), applicationName: 'failover', poolSize: 1 });
  };
  const write = async () => {
    const [row] = await database.query<{ port: number }>(
      (sql) => sql`insert into public.place values (inet_server_port()) returning port`,
    );
    return servers.findIndex(({ port }) => port === row?.port);
  };

  it('leads to the one that takes writes, whichever is named first', async () => {
    await takesWrites(false, true);
    open('read-write');
    expect(await write()).toBe(1);
  });

  it('leads to the other one after a failover, with one statement lost at most', async () => {
    await takesWrites(true, false);
    open('read-write');
    expect(await write()).toBe(0);
    await takesWrites(false, true);
    // The connection is from before: that is when sessions were still told that they may write.
    await administer(
      servers[0] as EmbeddedPostgres,
      `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'failover'`,
    );
    expect([1, 'lost']).toContain(await write().catch(() => 'lost'));
    expect(await write()).toBe(1);
  });

  it('says that there is none, and notices when there is one again', async () => {
    await takesWrites(false, false);
    open('read-write');
    await expect(write()).rejects.toMatchObject({ name: 'DatabaseFault', kind: 'gone', code: 'SERVER_UNSUITABLE' });
    await takesWrites(true, false);
    expect(await write()).toBe(0);
  });

  it('goes on by itself where the only server was read-only for a while', async () => {
    await takesWrites(false, false);
    open('any');
    await expect(write()).rejects.toMatchObject({ name: 'DatabaseFault', kind: 'gone', code: '25006' });
    await takesWrites(true, false);
    expect(await write()).toBe(0);
  });

  describe('are migrated on the one that takes writes', () => {
    const MARK = { name: '0001-mark', up: 'create table public.mark ()', down: 'drop table public.mark' };
    const migrator = (target: string) => new Migrator(urlOfBoth(target), [MARK]);
    const marked = async () =>
      Promise.all(
        servers.map(async (server) => {
          const sql = postgres(urlOf(server), { max: 1 });
          const [row] = await sql`select to_regclass('public.mark') is not null as has`.finally(() => sql.end());
          return row?.['has'];
        }),
      );

    it.each([0, 1])('when that is number %i', async (writable) => {
      await takesWrites(writable === 0, writable === 1);
      expect(await migrator('read-write').up()).toEqual(['0001-mark']);
      expect(await marked()).toEqual([writable === 0, writable === 1]);
      expect(await migrator('read-write').down()).toEqual(['0001-mark']);
      expect(await marked()).toEqual([false, false]);
    });

    it('unless there is none: then they are left as they are, and it is said', async () => {
      await takesWrites(false, false);
      await expect(migrator('read-write').up()).rejects.toThrow(
        'None of the servers is read-write, as target_session_attrs requires',
      );
      await expect(migrator('standby').up()).rejects.toThrow('None of the servers is standby');
      await expect(migrator('any').up()).rejects.toThrow('the database is read-only');
      expect(await marked()).toEqual([false, false]);
    });

    it('also while the other one is away', async () => {
      await takesWrites(true, true);
      const [first] = servers as [EmbeddedPostgres, EmbeddedPostgres];
      const url = urlOfBoth('read-write').replace(`:${first.port},`, ':9,');
      expect(await new Migrator(url, [MARK]).up()).toEqual(['0001-mark']);
      expect(await marked()).toEqual([false, true]);
      await new Migrator(url, [MARK]).down();
    });
  });
});
