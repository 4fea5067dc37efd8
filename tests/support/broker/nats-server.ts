import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const CANDIDATES = [
  '/usr/sbin/nats-server',
  '/usr/local/bin/nats-server',
  '/usr/bin/nats-server',
  '/opt/homebrew/bin/nats-server',
];
const PATIENCE_MS = 10_000;

export interface NatsServerOptions {
  /** Added to the configuration, or the whole of it but for the port and the folder. */
  readonly configuration?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A real nats-server with JetStream on a free port, which can be killed and comes back with what it has kept. */
export class NatsServer {
  readonly port: number;
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | null = null;

  private constructor(port: number, folder: string, environment: NodeJS.ProcessEnv) {
    this.port = port;
    this.#folder = folder;
    this.#environment = environment;
  }

  static async start({ configuration = '', environment = {} }: NatsServerOptions = {}): Promise<NatsServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-nats-'));
    const server = new NatsServer(await freePort(), folder, environment);
    await server.#configure(configuration);
    await server.resume();
    return server;
  }

  /**
   * Three of them that keep streams together.
   * @param by leads to one of them from the others: answers the port that they use instead of its own
   */
  static async cluster(
    by: (port: number, index: number) => number | Promise<number> = (port) => port,
  ): Promise<readonly NatsServer[]> {
    const places = await Promise.all(
      [0, 1, 2].map(async (index) => {
        const [client, route] = [await freePort(), await freePort()];
        return { client, route, door: await by(route, index) };
      }),
    );
    const routes = places.map(({ door }) => `nats://127.0.0.1:${door}`).join(', ');
    const servers = await Promise.all(
      places.map(async ({ client, route, door }, index) => {
        const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-nats-'));
        const server = new NatsServer(client, folder, {});
        await server.#configure(`
          server_name: n${index}
          ping_interval: "2s"
          ping_max: 2
          cluster {
            name: gatehouse, listen: "127.0.0.1:${route}", routes: [${routes}]
            advertise: "127.0.0.1:${door}", no_advertise: true
          }`);
        return server;
      }),
    );
    await Promise.all(servers.map((server) => server.resume()));
    return servers;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** At once, as a crash would. What it has acknowledged is on its disk. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Says nothing any more, and closes nothing: until it thaws or is killed. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Starts it (again): the same port, the same folder. */
  async resume(): Promise<void> {
    const child = spawn(await binary(), ['-c', path.join(this.#folder, 'nats.conf')], {
      env: { ...process.env, ...this.#environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
    });
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await listens(this.port))) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`nats-server did not start:\n${said}`);
      await pause(25);
    }
  }

  /** Whether anything that it keeps on disk holds this text as it is. */
  async holds(text: string): Promise<boolean> {
    for await (const file of glob('data/**/*', { cwd: this.#folder })) {
      const bytes = await readFile(path.join(this.#folder, file)).catch(() => Buffer.alloc(0));
      if (bytes.length > 0 && bytes.includes(text)) return true;
    }
    return false;
  }

  /** Stops it, and removes what it has kept. */
  async close(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #configure(more: string): Promise<void> {
    const jetstream = more.includes('jetstream {')
      ? ''
      : 'jetstream { store_dir: $NATS_STORE_DIRECTORY, max_file_store: 1GB }';
    const text = `listen: "127.0.0.1:${this.port}"\n${jetstream}\n${more}\n`;
    return writeFile(
      path.join(this.#folder, 'nats.conf'),
      text.replace('$NATS_STORE_DIRECTORY', JSON.stringify(path.join(this.#folder, 'data'))),
    );
  }
}

async function binary(): Promise<string> {
  const found = await installedNatsServer();
  if (found !== null) return found;
  throw new Error('These tests need nats-server, and none is installed: .ci/system-packages installs it');
}

/** Such as `2.9.10`. */
export async function installedNatsVersion(): Promise<string> {
  const { stdout } = await promisify(execFile)(await binary(), ['--version']);
  return /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? '';
}

/** Where the program is, null if it is not installed. TEST_NATS_SERVER names another than the machine's. */
export async function installedNatsServer(): Promise<string | null> {
  for (const candidate of [process.env['TEST_NATS_SERVER'] ?? '', ...CANDIDATES]) {
    if (
      await access(candidate).then(
        () => true,
        () => false,
      )
    )
      return candidate;
  }
  return null;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
