import path from 'node:path';
import postgres from 'postgres';
import { locateBinaries } from './binaries.js';
import { ensureCluster } from './cluster.js';
import { type DataFolder, openDataFolder, removeDataFolder } from './data-folder.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { lockFolder } from './folder-lock.js';
import { stopLeftoverServer } from './leftover-server.js';
import { startServer } from './server.js';

export interface EmbeddedPostgresOptions {
  /** A folder of its own: it holds the cluster, the password (mode 0600), the lock and the server's log. */
  readonly dataDirectory: string;
  /** TCP port on 127.0.0.1. 0 or absent: a free one. */
  readonly port?: number;
  /** Server settings that win over the runner's own, such as `{ fsync: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A folder with `postgres` and `initdb`, such as /usr/lib/postgresql/15/bin. Absent: the binaries from npm. */
  readonly binaries?: string;
  /** The data are removed when the server stops, also when this process is killed. */
  readonly temporary?: boolean;
  /** Hears, one line each, what a person would like to know. */
  readonly log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** Of the maintenance database `postgres`, as superuser. It holds the password. */
  readonly url: string;
  readonly port: number;
  /** Such as `18.4`. */
  readonly version: string;
  /** Names are best kept to letters, digits and underscores: drivers differ in how they decode a URL's path. */
  databaseUrl(name: string): string;
  /** The same over the server's Unix socket, where it has one: `?host=/folder`, as libpq reads it. */
  socketUrl(name: string): string;
  /** Creates a database unless it exists, as a copy of `template` if given. */
  createDatabase(name: string, template?: string): Promise<void>;
  /** Drops a database if it exists, its connections included. */
  dropDatabase(name: string): Promise<void>;
  /** Resolves, when the server has ended for whatever reason, to the reason. */
  readonly ended: Promise<string>;
  /** Disconnects clients, writes everything out and waits until the server is gone. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Runs PostgreSQL as a child of this process but in a session of its own, so that the terminal's Ctrl-C never
 * reaches it: anyone who started it stops it last. As root the server runs as another user. A server that a killed
 * process left behind on the same folder is stopped first, and a guard stops this one should this process be killed.
 * @throws EmbeddedPostgresError with one line that says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const home = path.resolve(options.dataDirectory);
  const locks = [await lockFolder(home)];
  const release = async (): Promise<void> => {
    for (const lock of locks) await lock.release();
  };
  let folder: DataFolder | undefined;
  try {
    folder = await openDataFolder(home, log);
    for (const elsewhere of folder.everything.slice(1)) locks.push(await lockFolder(elsewhere));
    const binaries = await locateBinaries(options.binaries, folder.account, log);
    await stopLeftoverServer(folder.cluster, log);
    await ensureCluster(folder, binaries);
    const server = await startServer({
      binaries,
      folder,
      port: options.port ?? 0,
      settings: options.settings ?? {},
      removeWhenOrphaned: options.temporary ? folder.everything : [],
    });

    const data = folder;
    const databaseUrl = (name: string): string =>
      `postgres://gatehouse:${data.password}@127.0.0.1:${server.port}/${encodeURIComponent(name)}`;
    const socketUrl = (name: string): string =>
      databaseUrl(name) + (server.socketFolder === null ? '' : `?host=${encodeURIComponent(server.socketFolder)}`);
    const url = databaseUrl('postgres');
    await checkConnection(url).catch(async (cause: Error) => {
      await server.stop();
      throw new EmbeddedPostgresError(
        `The data folder ${home} is damaged: ${cause.message}. Move it away to start fresh`,
        { fault: 'data-broken', cause },
      );
    });
    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await server.stop();
      if (options.temporary) await removeDataFolder(data);
      else await release();
    };
    return {
      url,
      port: server.port,
      version: binaries.version,
      databaseUrl,
      socketUrl,
      createDatabase: (name, template) => createDatabase(url, name, template),
      dropDatabase: (name) => dropDatabase(url, name),
      ended: server.ended,
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    if (options.temporary && folder) await removeDataFolder(folder);
    else await release();
    throw error;
  }
}

const DUPLICATE_DATABASE = '42P04';

async function createDatabase(url: string, name: string, template?: string): Promise<void> {
  await withConnection(url, async (sql) => {
    try {
      await sql`create database ${sql(name)} ${template === undefined ? sql`` : sql`template ${sql(template)}`}`;
    } catch (error) {
      if (!(error instanceof postgres.PostgresError && error.code === DUPLICATE_DATABASE)) throw error;
    }
  });
}

async function dropDatabase(url: string, name: string): Promise<void> {
  await withConnection(url, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
}

/** @throws PostgresError where the data hold no such user, password or database */
async function checkConnection(url: string): Promise<void> {
  await withConnection(url, (sql) => sql`select`);
}

async function withConnection(url: string, run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, prepare: false, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await run(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
