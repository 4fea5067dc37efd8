import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import postgres from 'postgres';
import { freePort } from '../support/broker/nats-server.js';
import { eventually } from '../support/eventually.js';

const BINARIES = process.env['TEST_POSTGRES_BIN'] ?? '/usr/lib/postgresql/15/bin';
const NAME = 'replicated';
const START_MS = 30_000;

/** A migrated PostgreSQL and its streaming standby, which has whatever was acknowledged: commits wait for it. */
export class ReplicatedServer {
  private constructor(
    private readonly folder: string,
    private readonly primary: EmbeddedPostgres,
    private readonly standby: ChildProcess,
    private readonly standbyPort: number,
  ) {}

  static async start(): Promise<ReplicatedServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-replicated-'));
    await chmod(folder, 0o711);
    const dataDirectory = path.join(folder, 'primary');
    await mkdir(dataDirectory, { mode: 0o711 });
    // A standby allows as many connections as its primary, at least.
    const settings = { fsync: 'off', max_connections: '100' };
    const primary = await startEmbeddedPostgres({ dataDirectory, temporary: true, binaries: BINARIES, settings });
    await primary.createDatabase(NAME);
    await (await deploymentMigrator(primary.databaseUrl(NAME))).up();

    // The server does not run as root; its standby runs as the same user.
    const { uid, gid } = await stat(path.join(dataDirectory, 'cluster'));
    const copy = path.join(folder, 'standby');
    await mkdir(copy, { mode: 0o700 });
    await chown(copy, uid, gid);
    const asServer = { cwd: '/', ...(process.getuid?.() === 0 && { uid, gid }) };
    const source = ['-d', primary.url, '-D', copy, '--write-recovery-conf', '--checkpoint=fast', '--wal-method=stream'];
    await promisify(execFile)(path.join(BINARIES, 'pg_basebackup'), source, asServer);
    const port = await freePort();
    const flags = Object.entries({ ...settings, listen_addresses: '127.0.0.1', unix_socket_directories: '' });
    const standby = spawn(
      path.join(BINARIES, 'postgres'),
      ['-D', copy, '-p', String(port), ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { stdio: 'ignore', ...asServer },
    );
    const replicated = new ReplicatedServer(folder, primary, standby, port);
    await replicated.#waitForStandby();
    return replicated;
  }

  /** Of both, as an operator writes it. */
  get url(): string {
    const both = this.primaryUrl.replace(
      `:${this.primary.port}/`,
      `:${this.primary.port},127.0.0.1:${this.standbyPort}/`,
    );
    return `${both}?target_session_attrs=read-write`;
  }

  get primaryUrl(): string {
    return this.primary.databaseUrl(NAME);
  }

  get standbyUrl(): string {
    return this.primaryUrl.replace(`:${this.primary.port}/`, `:${this.standbyPort}/`);
  }

  /** At once, as a loss of power would. */
  async killPrimary(): Promise<void> {
    const [row] = await on(
      this.primaryUrl,
      (sql) => sql<{ pid: string }[]>`
      select split_part(pg_read_file('postmaster.pid'), E'\n', 1) as pid`,
    );
    process.kill(Number(row?.pid), 'SIGKILL');
    await this.primary.ended;
  }

  /** Resolves when the standby takes writes. */
  async promote(): Promise<void> {
    await on(this.standbyUrl, (sql) => sql`select pg_promote()`);
  }

  async #waitForStandby(): Promise<void> {
    await on(this.primaryUrl, async (sql) => {
      const state = async () =>
        (await sql<{ state: string }[]>`select sync_state as state from pg_stat_replication`)[0];
      await eventually('the standby follows', async () => (await state()) !== undefined, START_MS);
      await sql`alter system set synchronous_standby_names = '*'`;
      await sql`select pg_reload_conf()`;
      await eventually('commits wait for it', async () => (await state())?.state === 'sync', START_MS);
    });
  }

  async stop(): Promise<void> {
    if (this.standby.exitCode === null && this.standby.signalCode === null) {
      const ended = once(this.standby, 'exit');
      this.standby.kill('SIGQUIT');
      await ended;
    }
    await this.primary.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function on<T>(url: string, act: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await act(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
