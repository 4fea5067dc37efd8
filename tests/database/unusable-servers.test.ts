import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentMigrator } from '@gatehouse/deployment';
import { Database, serverFaults } from '@gatehouse/platform/postgres';
import { checkReadiness } from '../../apps/api/check-readiness.js';
import { examineDatabase } from '../../apps/cli/doctor/examine-database.js';
import { createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { holdLocks } from '../support/lock-holder.js';

describe('a server that answers, and on which the service cannot run', () => {
  const looking = async <T>(url: string, look: (database: Database) => Promise<T>): Promise<T> => {
    const database = new Database({ url, applicationName: 'looking', poolSize: 1 });
    try {
      return await look(database);
    } finally {
      await database.close(1);
    }
  };
  const verdicts = async (url: string) => ({
    ready: (await looking(url, (database) => checkReadiness(database, [], false))).database,
    doctor: (await looking(url, (database) => examineDatabase(database)))[0]?.found,
    migrate: await (await deploymentMigrator(url)).up().then(
      () => 'migrated',
      (error: Error) => error.message,
    ),
  });

  it.each(['LATIN1', 'SQL_ASCII'])('is one whose database is in %s', async (encoding) => {
    const db = await createTestDatabase({ migrated: false, encoding });
    try {
      const found = `the database’s encoding is ${encoding}`;
      expect(await verdicts(db.url)).toEqual({
        ready: 'encoding',
        doctor: expect.stringContaining(`DATABASE_URL: ${found}`),
        migrate: expect.stringContaining(found),
      });
    } finally {
      await db.drop();
    }
  });

  it('is one that is read-only, until it is not', async () => {
    const db = await createTestDatabase();
    const name = new URL(db.url).pathname.slice(1);
    try {
      await looking(db.url, async (database) => {
        await db.sql.unsafe(`alter database ${name} set default_transaction_read_only = on`);
        const ready = () => checkReadiness(database, [], false);
        expect(await ready()).toMatchObject({ status: 'not-ready', database: 'read-only' });
        expect(await verdicts(db.url)).toMatchObject({
          ready: 'read-only',
          doctor: 'DATABASE_URL: the database is read-only',
          migrate: expect.stringContaining('the database is read-only'),
        });
        await db.sql.unsafe(`alter database ${name} reset default_transaction_read_only`);
        await eventually('ready again', async () => (await ready()).status === 'ready');
      });
    } finally {
      await db.drop();
    }
  });

  describe('is one behind PgBouncer in transaction mode', () => {
    it.each([
      ['which refuses our settings', ''],
      ['which ignores our settings', 'every'],
    ])('%s', async (_what, ignored) => {
      const db = await createTestDatabase({ migrated: false });
      const pooler = await PgBouncer.before(db.url, ignored === '' ? [] : SETTINGS);
      try {
        const found = 'a pooler such as PgBouncer keeps settings of our sessions from the server';
        expect(await verdicts(pooler.url)).toEqual({
          ready: 'pooler',
          doctor: `DATABASE_URL: ${found}`,
          migrate: `${found}. Connect to PostgreSQL itself: this service has a pool of its own (DATABASE_POOL_SIZE)`,
        });
        expect(await looking(pooler.url, serverFaults)).toHaveLength(1);
      } finally {
        await pooler.stop();
        await db.drop();
      }
    });
  });
});

describe('a migration that has to wait', () => {
  it('says whom it waits for', async () => {
    const db = await createTestDatabase({ migrated: false });
    const lines: string[] = [];
    try {
      const lock = await holdLocks(db, (sql) => sql`select pg_advisory_lock(hashtext('gatehouse.migrations'))`);
      const migrating = (await deploymentMigrator(db.url, (line) => lines.push(line))).up();
      await eventually('a line', () => lines.length > 0);
      expect(lines[0]).toMatch(/^waiting for process \d+ \(tests, gatehouse, 127\.0\.0\.1, idle in transaction\)$/);
      await lock.transaction`select pg_advisory_unlock_all()`;
      await lock.release();
      expect((await migrating).length).toBeGreaterThan(20);
      expect(lines).toHaveLength(1);
    } finally {
      await db.drop();
    }
  });
});

const SETTINGS = [
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'bytea_output',
  'extra_float_digits',
  'array_nulls',
  'transform_null_equals',
  'default_transaction_isolation',
  'row_security',
  'search_path',
  'IntervalStyle',
  'plan_cache_mode',
  'jit',
  'enable_seqscan',
  'enable_hashjoin',
  'enable_mergejoin',
  'enable_indexscan',
  'enable_indexonlyscan',
  'enable_bitmapscan',
  'enable_nestloop',
  'join_collapse_limit',
  'from_collapse_limit',
  'tcp_keepalives_idle',
  'tcp_keepalives_interval',
  'tcp_keepalives_count',
  'tcp_user_timeout',
];

class PgBouncer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async before(url: string, ignored: readonly string[]): Promise<PgBouncer> {
    const { username, password, port, pathname } = new URL(url);
    const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-pgbouncer-'));
    chmodSync(folder, 0o755);
    const own = await freePort();
    const config = `[databases]
* = host=127.0.0.1 port=${port} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
${ignored.length > 0 ? `ignore_startup_parameters = ${ignored.join(',')}` : ''}
`;
    writeFileSync(path.join(folder, 'pgbouncer.ini'), config);
    const child = spawn('/usr/sbin/pgbouncer', ['-q', '-u', 'nobody', path.join(folder, 'pgbouncer.ini')], {
      stdio: 'ignore',
    });
    const pooler = new PgBouncer(`postgres://${username}:${password}@127.0.0.1:${own}${pathname}`, child, folder);
    await eventually('PgBouncer listens', () =>
      fetch(`http://127.0.0.1:${own}`).then(
        () => true,
        (error: { cause?: { code?: string } }) => error.cause?.code !== 'ECONNREFUSED',
      ),
    );
    return pooler;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
