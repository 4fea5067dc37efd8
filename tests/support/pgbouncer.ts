import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { eventually } from './eventually.js';

/** What our sessions say of themselves, and PgBouncer passes over where it is told to. */
export const OUR_SETTINGS: readonly string[] = [
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

/** A pooler in transaction mode, as operators put it before a database. */
export class PgBouncer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param sessions that it keeps to the server at most; absent: as many as it does by default */
  static async before(url: string, ignored: readonly string[], sessions?: number): Promise<PgBouncer> {
    const { username, password, port, pathname } = new URL(url);
    const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-pgbouncer-'));
    chmodSync(folder, 0o755);
    const own = await freePort();
    const config = `[databases]
* = host=127.0.0.1 port=${port} user=${username} password=${password} connect_query='set statement_timeout = 10000'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
admin_users = ${username}
pool_mode = transaction
${sessions === undefined ? '' : `default_pool_size = ${sessions}`}
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

  /** Closes its sessions on the server as each of them is free, as an operator's RECONNECT does. */
  async reconnect(): Promise<void> {
    const { username, password, host } = new URL(this.url);
    const console = postgres(`postgres://${username}:${password}@${host}/pgbouncer`, {
      max: 1,
      fetch_types: false,
    });
    await console.unsafe('reconnect').finally(() => console.end({ timeout: 1 }));
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
