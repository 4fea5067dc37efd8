import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '@gatehouse/embedded-postgres';
import { connect } from '@gatehouse/platform/postgres';
import type postgres from 'postgres';

const FASTER = { fsync: 'off' };

describe('embedded PostgreSQL', () => {
  let folder: string;
  const running: EmbeddedPostgres[] = [];
  const home = (name: string): string => path.join(folder, name);
  const start = async (name: string, more: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres({ dataDirectory: home(name), settings: FASTER, ...more });
    running.push(server);
    return server;
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-embedded-'));
    await chmod(folder, 0o755);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('runs, keeps its data and its password over a restart, and listens on loopback alone', async () => {
    const first = await start('kept');
    expect(first.version).toMatch(/^18\./);
    await first.createDatabase('shop');
    await first.createDatabase('shop');
    await query(first.databaseUrl('shop'), (sql) => sql`create table visits as select 42 as visitor`);
    await first.stop();

    const second = await start('kept');
    expect(await query(second.databaseUrl('shop'), (sql) => sql`select visitor from visits`)).toEqual([
      { visitor: 42 },
    ]);
    const [server] = await query(
      second.url,
      (sql) => sql`
        select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
          current_setting('server_encoding') as encoding, current_setting('max_connections')::int >= 100 as roomy,
          'B' < 'a' as by_code_point, upper('é') as upper`,
    );
    expect(server).toEqual({
      addresses: '127.0.0.1',
      sockets: path.join(home('kept'), 'cluster'),
      encoding: 'UTF8',
      roomy: true,
      by_code_point: true,
      upper: 'É',
    });

    await second.dropDatabase('shop');
    await second.dropDatabase('shop');
    expect(await query(second.url, (sql) => sql`select from pg_database where datname = 'shop'`)).toHaveLength(0);
  });

  it('answers over a Unix socket that only its owner gets at', async () => {
    const server = await start('kept');
    const [connection] = await query(server.socketUrl('postgres'), (sql) => sql`select inet_server_addr() as address`);
    expect(connection).toEqual({ address: null });
    expect((await stat(path.join(home('kept'), 'cluster'))).mode & 0o077).toBe(0);
  });

  it('does without the socket where its path would be too long', async () => {
    const server = await start(`deep-${'x'.repeat(80)}`);
    expect(server.socketUrl('postgres')).toBe(server.databaseUrl('postgres'));
    await query(server.socketUrl('postgres'), (sql) => sql`select 1`);
  });

  it('writes through to the disk by default', async () => {
    const durable = await start('kept', { settings: {} });
    expect(await query(durable.url, (sql) => sql`show fsync`)).toEqual([{ fsync: 'on' }]);
    await durable.stop();
    const quick = await start('kept', { settings: { fsync: 'off', work_mem: '7MB' } });
    expect(await query(quick.url, (sql) => sql`select current_setting('work_mem') as memory`)).toEqual([
      { memory: '7MB' },
    ]);
  });

  it('asks for its password, which only its owner may read', async () => {
    const server = await start('kept');
    expect((await stat(path.join(home('kept'), 'password'))).mode & 0o777).toBe(0o600);
    const stranger = new URL(server.url);
    stranger.password = 'guess';
    await expect(query(stranger.href, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28P01' });
  });

  it('refuses a second instance on the same folder, naming the first, and lets it in afterwards', async () => {
    const first = await start('kept');
    await expect(start('kept')).rejects.toMatchObject({
      fault: 'data-in-use',
      message: `The data folder ${home('kept')} is in use by another instance (process ${process.pid})`,
    });
    await query(first.url, (sql) => sql`select 1`);
    await first.stop();
    await start('kept');
  });

  it('starts although an interrupted first start left a half-made cluster', async () => {
    const once = await start('interrupted');
    await once.stop();
    await rm(path.join(home('interrupted'), 'cluster'), { recursive: true });
    await writeFile(path.join(home('interrupted'), 'cluster.new'), '');
    await start('interrupted');
  });

  it('removes temporary data when it stops', async () => {
    const server = await start('temporary', { temporary: true });
    await query(server.url, (sql) => sql`select 1`);
    await server.stop();
    expect(await readdir(folder)).not.toContain('temporary');
  });

  it('says that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    try {
      await expect(start('kept', { port })).rejects.toThrow(
        `Port ${port} is already taken: PostgreSQL cannot listen on it`,
      );
    } finally {
      other.close();
    }
  });

  describe('on a folder that cannot be used, says so in one line', () => {
    it.each<[string, (cluster: string) => Promise<unknown>, RegExp]>([
      [
        'without PG_VERSION',
        (cluster) => rm(path.join(cluster, 'PG_VERSION')),
        /is damaged: .* not a PostgreSQL clust/,
      ],
      [
        'of another version',
        (cluster) => writeFile(path.join(cluster, 'PG_VERSION'), '9\n'),
        /created by PostgreSQL 9, /,
      ],
      [
        'with half a control file',
        (cluster) => truncate(path.join(cluster, 'global/pg_control'), 100),
        /does not start/,
      ],
      ['without its tables', (cluster) => rm(path.join(cluster, 'base'), { recursive: true }), /is damaged: /],
      [
        'with another password',
        (cluster) => writeFile(path.join(cluster, '../password'), 'ab'.repeat(24)),
        /is damaged: /,
      ],
    ])('%s', async (name, damage, expected) => {
      const server = await start(name);
      await server.stop();
      await damage(path.join(home(name), 'cluster'));
      const error = await failureOf(start(name));
      expect(error.fault).toBe('data-broken');
      expect(error.message).toMatch(expected);
      expect(error.message).not.toContain('\n');
      // What is left can be looked at, and no process holds it.
      expect(await readdir(home(name))).not.toContain('lock');
    });

    it('that is a file', async () => {
      await writeFile(home('file'), 'not a folder');
      const error = await failureOf(start('file'));
      expect(error.fault).toBe('data-forbidden');
      expect(error.message).toContain(home('file'));
      expect(await readFile(home('file'), 'utf8')).toBe('not a folder');
    });

    it('whose password is gone to pieces', async () => {
      const server = await start('no password');
      await server.stop();
      await writeFile(path.join(home('no password'), 'password'), '');
      expect((await failureOf(start('no password'))).message).toMatch(/is damaged: .* contains no password/);
    });
  });

  it('says which programs do not run', async () => {
    const error = await failureOf(start('never', { binaries: '/nowhere/bin' }));
    expect(error.fault).toBe('binaries-broken');
    expect(error.message).toContain('/nowhere/bin');
  });
});

async function query<T extends readonly postgres.Row[]>(
  url: string,
  run: (sql: postgres.Sql) => Promise<T>,
): Promise<T> {
  const sql = connect(url, { max: 1, onnotice: () => undefined });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}

async function failureOf(work: Promise<unknown>): Promise<EmbeddedPostgresError> {
  const error = await work.then(
    () => new Error('It worked'),
    (reason: unknown) => reason,
  );
  if (error instanceof EmbeddedPostgresError) return error;
  throw error;
}
