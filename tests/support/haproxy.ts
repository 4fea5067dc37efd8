import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './broker/nats-server.js';
import { eventually } from './eventually.js';

const CANDIDATES = ['/usr/sbin/haproxy', '/usr/local/sbin/haproxy', '/usr/bin/haproxy', '/opt/homebrew/bin/haproxy'];

/** A real HAProxy in front of some APIs, as docs/operations.md sets it up. */
export class HaProxy {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
    private readonly statistics: string,
  ) {}

  /** @param ports of the APIs: their names are `api0`, `api1` … */
  static async before(ports: readonly number[]): Promise<HaProxy> {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-haproxy-'));
    const [port, statistics] = [await freePort(), await freePort()];
    const file = path.join(folder, 'haproxy.cfg');
    await writeFile(file, configuration(port, statistics, ports));
    const child = spawn(await binary(), ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'inherit'] });
    const proxy = new HaProxy(child, folder, `http://127.0.0.1:${port}`, `http://127.0.0.1:${statistics}/;csv`);
    for (const index of ports.keys()) await proxy.isUp(`api${index}`);
    return proxy;
  }

  /** Resolves when HAProxy sends traffic to this server. */
  isUp(server: string): Promise<void> {
    return eventually(
      `HAProxy finds ${server} up`,
      async () => (await this.#statusOf(server)).startsWith('UP'),
      40_000,
    );
  }

  async close(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }

  async #statusOf(server: string): Promise<string> {
    const answer = await fetch(this.statistics).catch(() => null);
    const [names = '', ...lines] = ((await answer?.text()) ?? '').split('\n');
    const line = lines.find((text) => text.startsWith(`api,${server},`)) ?? '';
    return line.split(',')[names.split(',').indexOf('status')] ?? '';
  }
}

const configuration = (port: number, statistics: number, ports: readonly number[]): string => `
defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 15s
  retries 3
  option redispatch

frontend public
  bind 127.0.0.1:${port}
  default_backend api

backend api
  option httpchk GET /health/ready
  http-check expect status 200
  default-server check inter 500ms fall 1 rise 1
${ports.map((server, index) => `  server api${index} 127.0.0.1:${server}`).join('\n')}

listen statistics
  bind 127.0.0.1:${statistics}
  stats enable
  stats uri /
`;

async function binary(): Promise<string> {
  for (const candidate of CANDIDATES) {
    const isThere = await access(candidate).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  throw new Error('These tests need haproxy, and it is not installed: .ci/system-packages installs it');
}
