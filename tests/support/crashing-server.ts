import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import postgres from 'postgres';
import type { TestDatabase } from './database.js';

const NAME = 'crash';

/** A PostgreSQL that keeps what it has committed, as in production, which can be killed and comes back at the same port. */
export class CrashingServer {
  #postmaster = 0;
  #directory = '';

  private constructor(
    private readonly folder: string,
    private readonly settings: Readonly<Record<string, string>>,
    private server: EmbeddedPostgres,
    readonly db: TestDatabase,
  ) {}

  /** @param settings of the server, such as `{ wal_writer_delay: '10s' }` */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<CrashingServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-crash-'));
    await chmod(folder, 0o711);
    const server = await startEmbeddedPostgres({ dataDirectory: folder, settings, ...binaries() });
    await server.createDatabase(NAME);
    const url = server.databaseUrl(NAME);
    await (await deploymentMigrator(url)).up();
    const sql = postgres(url, { max: 2, onnotice: () => undefined, connection: { application_name: 'tests' } });
    const unmoved = () => Promise.reject(new Error('The clock of this server is the real one'));
    const db = { url, sql, setTime: unmoved, advance: unmoved, drop: () => sql.end({ timeout: 1 }) };
    const crashing = new CrashingServer(folder, settings, server, db);
    await crashing.#findPostmaster();
    return crashing;
  }

  /** At once, as a loss of power would, but for what the operating system still writes. */
  async kill(): Promise<void> {
    process.kill(this.#postmaster, 'SIGKILL');
    // Lets go of the folder; there is nothing left to stop.
    await this.server.ended;
    await this.server.stop();
  }

  /** Copies its disk, of a moment at which it stands still. */
  async snapshot(): Promise<void> {
    await this.server.stop();
    const folder = this.#directory;
    await copy(folder, `${folder}.copy`);
    await this.resume();
  }

  /** Goes on from the copy, as if nothing had happened since. */
  async restoreSnapshot(): Promise<void> {
    const folder = this.#directory;
    await this.kill();
    await rm(folder, { recursive: true });
    await copy(`${folder}.copy`, folder);
    await this.resume();
  }

  /** Recovers what was on its disk. */
  async resume(): Promise<void> {
    const { folder: dataDirectory, settings } = this;
    const { port } = this.server;
    this.server = await startEmbeddedPostgres({ dataDirectory, port, settings, ...binaries() });
    await this.#findPostmaster();
  }

  async #findPostmaster(): Promise<void> {
    const [row] = await retried(
      () => this.db.sql<{ pid: string; directory: string }[]>`
        select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid, current_setting('data_directory') as directory`,
    );
    this.#postmaster = Number(row?.pid);
    this.#directory = row?.directory ?? '';
  }

  async close(): Promise<void> {
    await this.db.drop();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
    await rm(`${this.#directory}.copy`, { recursive: true, force: true });
  }
}

const binaries = () => (process.env['TEST_POSTGRES_BIN'] ? { binaries: process.env['TEST_POSTGRES_BIN'] } : {});

/** The client's connections of before the crash are gone, and it finds that out one by one. */
async function retried<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

/** With owners and modes, which the server insists on. */
const copy = (from: string, to: string) => promisify(execFile)('cp', ['-a', from, to]);
