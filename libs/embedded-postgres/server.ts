import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { programEnvironment } from './account.js';
import type { Binaries } from './binaries.js';
import type { DataFolder } from './data-folder.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { readPostmasterFile } from './leftover-server.js';
import { guardAgainstOrphaning } from './orphan-guard.js';

interface ServerOptions {
  readonly binaries: Binaries;
  readonly folder: DataFolder;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly removeWhenOrphaned: readonly string[];
}

export interface Server {
  readonly port: number;
  /** Where its Unix socket is; null where it has none. */
  readonly socketFolder: string | null;
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Recovery after a crash counts as starting. */
const READY_WITHIN_MS = 60_000;
const ATTEMPTS = 25;
/** Between two looks at whether it is ready: a server with data takes a tenth of a second. */
const POLL_MS = 5;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts the server and waits until it accepts connections.
 * @throws EmbeddedPostgresError `start-failed` or `data-broken`, with the server's own last word
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { log, cluster } = options.folder;
  await rename(log, `${log}.1`).catch(() => undefined);
  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await freePort());
    const server = await launch(options, port);
    const outcome = await Promise.race([becomesReady(server, cluster), server.ended]);
    if (outcome === 'ready') return { port, socketFolder: server.socketFolder, ended: server.ended, stop: server.stop };
    await server.stop();
    const lastWords = await whyItEnded(log);
    if (attempt < ATTEMPTS && (await mayPass(lastWords, options.port))) continue;
    throw explain(options, port, lastWords ?? outcome);
  }
}

interface Launched extends Server {
  readonly pid: number;
}

async function launch({ binaries, folder, settings, removeWhenOrphaned }: ServerOptions, port: number) {
  const flags = Object.entries({
    ...SETTINGS,
    unix_socket_directories: socketFolder(folder.cluster, port) ?? '',
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log: FileHandle = await open(folder.log, 'a', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(binaries.postgres, ['-D', folder.cluster, '-p', String(port), ...flags], {
      cwd: '/',
      env: programEnvironment(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...folder.account,
    });
  } finally {
    await log.close();
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `exit code ${code}`));
  });
  child.unref();
  const { pid } = child;
  const address = { port, socketFolder: socketFolder(folder.cluster, port) };
  if (pid === undefined) return { pid: 0, ...address, ended, stop: async () => undefined } satisfies Launched;
  const guard = guardAgainstOrphaning(pid, removeWhenOrphaned);
  void ended.then(() => guard.dismiss());
  return { pid, ...address, ended, stop: () => stopServer(child, ended) } satisfies Launched;
}

/** What the path of a Unix socket may hold: some systems have 108 bytes for it, some 104, the closing NUL included. */
const SOCKET_PATH_BYTES = 103;

/** Beside the data, where nobody but their owner gets in; null where the path is too long, or the system has no such thing. */
function socketFolder(cluster: string, port: number): string | null {
  const socket = `${cluster}/.s.PGSQL.${port}`;
  return process.platform === 'win32' || Buffer.byteLength(socket) > SOCKET_PATH_BYTES ? null : cluster;
}

async function becomesReady({ pid, ended }: Launched, cluster: string): Promise<string> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline && !over; await pause(POLL_MS)) {
    const file = await readPostmasterFile(cluster);
    if (file?.pid === pid && file.ready) return 'ready';
  }
  return `not ready within ${READY_WITHIN_MS / 1000} s`;
}

/** Fast shutdown, which is done within moments; without a check point when that hangs. */
async function stopServer(child: ChildProcess, ended: Promise<string>): Promise<void> {
  // Nothing else may keep this process alive until the server is gone.
  child.ref();
  const escalation = [setTimeout(() => child.kill('SIGQUIT'), 15_000), setTimeout(() => child.kill('SIGKILL'), 20_000)];
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
  await ended;
  for (const timer of escalation) clearTimeout(timer);
}

/** The last thing that the server called fatal. */
async function whyItEnded(log: string): Promise<string | null> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n');
  return lines.findLast((line) => /\b(FATAL|PANIC):/.test(line))?.replace(/^.*?\b(FATAL|PANIC):\s*/, '') ?? null;
}

/** Whether another attempt may do: processes of a killed server are still ending, or the free port was taken meanwhile. */
async function mayPass(lastWords: string | null, wantedPort: number): Promise<boolean> {
  if (/pre-existing shared memory block/.test(lastWords ?? '')) {
    await pause(200);
    return true;
  }
  return wantedPort === 0 && cannotListen(lastWords);
}

const cannotListen = (lastWords: string | null): boolean =>
  /could not (create any TCP\/IP sockets|bind)/.test(lastWords ?? '');

function explain({ folder, port: wanted }: ServerOptions, port: number, lastWords: string): EmbeddedPostgresError {
  if (wanted !== 0 && cannotListen(lastWords)) {
    return new EmbeddedPostgresError(`Port ${port} is already taken: PostgreSQL cannot listen on it`, {
      fault: 'start-failed',
    });
  }
  return new EmbeddedPostgresError(
    `PostgreSQL does not start with the data in ${folder.cluster} (${lastWords}): see ${folder.log}, or move the data away to start fresh`,
    { fault: 'data-broken' },
  );
}

/** A TCP port on 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server without a port');
  return address.port;
}
