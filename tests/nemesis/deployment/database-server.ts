import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import postgres from 'postgres';
import type { DatabaseDisk } from './database-disk.ts';

const NAME = 'gatehouse';
const run = promisify(execFile);
const DEBIAN = (major: string): string => `/usr/lib/postgresql/${major}/bin`;

/** PostgreSQL as it comes, fsync and all, which can be killed, frozen and filled, and comes back at the same port. */
export class DatabaseServer {
  readonly disk: DatabaseDisk;
  readonly #major: string;
  #server: EmbeddedPostgres;
  #postmaster = 0;
  /** The server's own data directory. */
  #data = '';
  #starting: Promise<void> | undefined;
  /** For arranging, faults and checks, past all links. */
  readonly sql: postgres.Sql;

  private constructor(disk: DatabaseDisk, major: string, server: EmbeddedPostgres) {
    this.disk = disk;
    this.#major = major;
    this.#server = server;
    this.sql = postgres(server.databaseUrl(NAME), {
      max: 2,
      onnotice: () => undefined,
      connect_timeout: 5,
      connection: { application_name: 'nemesis', statement_timeout: 60_000 },
    });
  }

  /** @param major 18: the one from npm; another: Debian's */
  static async start(disk: DatabaseDisk, major: string): Promise<DatabaseServer> {
    const server = await startEmbeddedPostgres({ dataDirectory: disk.folder, ...binariesOf(major) });
    await server.createDatabase(NAME);
    const database = new DatabaseServer(disk, major, server);
    const [row] = await database.sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    database.#data = row?.folder ?? '';
    await database.#findPostmaster();
    return database;
  }

  get url(): string {
    return this.#server.databaseUrl(NAME);
  }

  get port(): number {
    return this.#server.port;
  }

  get version(): string {
    return this.#server.version;
  }

  /**
   * Ends it at once, and starts it again. SIGKILL: a crash; SIGQUIT: an immediate shutdown. Processes of it that stand still
   * go on, or they would keep its memory, and it could not start.
   */
  async crash(signal: 'SIGKILL' | 'SIGQUIT', downMs: number): Promise<void> {
    const server = this.#server;
    const pids = await this.#processes();
    process.kill(this.#postmaster, signal);
    for (const pid of pids) sent(pid, 'SIGCONT');
    await server.ended;
    await pause(downMs);
    await this.ensureRunning();
  }

  /** Stops or continues every process of it, as where a virtual machine is paused; answers how many. */
  async signalAll(signal: 'SIGSTOP' | 'SIGCONT'): Promise<number> {
    return (await this.#processes()).filter((pid) => sent(pid, signal)).length;
  }

  async #processes(): Promise<number[]> {
    const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(this.#postmaster)]).catch(() => ({
      stdout: '',
    }));
    const children = stdout.split('\n').map(Number);
    return [this.#postmaster, ...children.filter((pid) => pid > 0)];
  }

  /** Ends connections of the programs at the server. Answers how many. */
  async killBackends(share: number): Promise<number> {
    const rows = await this.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${NAME} and application_name <> 'nemesis' and random() < ${share}`;
    return rows.length;
  }

  /** Starts it again where it has ended, once for all faults that ask for it. */
  ensureRunning(): Promise<void> {
    this.#starting ??= this.#startWhereEnded().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #startWhereEnded(): Promise<void> {
    const isEnded = await Promise.race([this.#server.ended.then(() => true), pause(100, false)]);
    if (!isEnded) return;
    await this.#server.stop();
    await this.#startAgain();
  }

  async close(): Promise<void> {
    await this.signalAll('SIGCONT');
    await this.sql.end({ timeout: 1 }).catch(() => undefined);
    await this.#server.stop();
  }

  async #startAgain(): Promise<void> {
    const { port } = this.#server;
    for (let left = 20; ; left--) {
      try {
        this.#server = await startEmbeddedPostgres({
          dataDirectory: this.disk.folder,
          port,
          ...binariesOf(this.#major),
        });
        break;
      } catch (error) {
        if (left === 0) throw error;
        await pause(250);
      }
    }
    await this.#findPostmaster();
  }

  /** From its folder: a server whose disk is full runs, and may refuse to answer. */
  async #findPostmaster(): Promise<void> {
    const text = await readFile(path.join(this.#data, 'postmaster.pid'), 'utf8');
    this.#postmaster = Number(text.split('\n', 1)[0]);
  }
}

const binariesOf = (major: string) => (major === '18' ? {} : { binaries: DEBIAN(major) });

function sent(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
