import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Account, programEnvironment } from '../../libs/embedded-postgres/account.js';
import { freePort } from '../support/broker/nats-server.js';
import { SilentProxy } from '../support/silent-proxy.js';

export const PASSWORD = 'availability';
const BINARIES = process.env['TEST_POSTGRES_BIN'] ?? '/usr/lib/postgresql/15/bin';
const PATRONI = '/usr/bin/patroni';

export interface NodePlace {
  readonly name: string;
  readonly folder: string;
  readonly account: Account | null;
  readonly etcdPort: number;
}

/** A PostgreSQL that a Patroni runs. Others, and it to etcd, speak through networks that can be split. */
export class PatroniNode {
  #child: ChildProcess | null = null;
  #log = '';

  private constructor(
    private readonly place: NodePlace,
    /** Where clients and HAProxy reach it, whatever happens between the nodes. */
    readonly ports: { readonly postgres: number; readonly rest: number },
    private readonly networks: readonly SilentProxy[],
  ) {}

  static async create(place: NodePlace): Promise<PatroniNode> {
    const ports = { postgres: await freePort(), rest: await freePort() };
    const through = (port: number) => SilentProxy.open(`tcp://127.0.0.1:${port}`);
    const networks = await Promise.all([ports.postgres, ports.rest, place.etcdPort].map(through));
    const [postgres, rest, etcd] = networks.map(({ url }) => new URL(url).host);
    await mkdir(place.folder, { mode: 0o700 });
    const file = path.join(place.folder, 'patroni.yml');
    await writeFile(file, configuration(place, ports, { postgres, rest, etcd }), { mode: 0o600 });
    if (place.account) for (const own of [place.folder, file]) await chown(own, place.account.uid, place.account.gid);
    return new PatroniNode(place, ports, networks);
  }

  get name(): string {
    return this.place.name;
  }

  /** What Patroni has said of late, for a failure's message. */
  get log(): string {
    return this.#log;
  }

  start(): void {
    const child = spawn(PATRONI, [path.join(this.place.folder, 'patroni.yml')], {
      cwd: '/',
      env: programEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...this.place.account,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#log = (this.#log + chunk.toString()).slice(-4_000);
      });
    }
    this.#child = child;
  }

  /** What its Patroni answers, such as 200 to `/primary`; null where it does not. */
  async asks(endpoint: string): Promise<number | null> {
    const signal = AbortSignal.timeout(1_000);
    const answer = await fetch(`http://127.0.0.1:${this.ports.rest}${endpoint}`, { signal }).catch(() => null);
    return answer?.status ?? null;
  }

  /** The machine is gone: Patroni and postmaster at once. Backends end as their postmaster has. */
  async kill(): Promise<void> {
    const postmaster = await this.#postmaster();
    const child = this.#child;
    this.#child = null;
    const ended = child && child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    child?.kill('SIGKILL');
    if (postmaster !== null) kill(postmaster);
    await ended;
  }

  /** Neither etcd nor another node is reached any more, nor reaches it. No connection is closed. Clients still do. */
  split(): void {
    for (const network of this.networks) network.fallSilent();
  }

  heal(): void {
    for (const network of this.networks) network.speak();
  }

  async close(): Promise<void> {
    await this.kill();
    for (const network of this.networks) await network.close();
  }

  async #postmaster(): Promise<number | null> {
    const file = path.join(this.place.folder, 'data', 'postmaster.pid');
    const text = await readFile(file, 'utf8').catch(() => '');
    return Number(text.split('\n')[0]) || null;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was not there any more.
  }
}

/** Times far below what production should have, so that a failover takes seconds: loop_wait + 2 retry_timeout <= ttl. */
const configuration = (
  { name, folder }: NodePlace,
  ports: { postgres: number; rest: number },
  reached: { postgres: string | undefined; rest: string | undefined; etcd: string | undefined },
): string => `
scope: gatehouse
name: ${name}
restapi: { listen: "127.0.0.1:${ports.rest}", connect_address: "${reached.rest}" }
# It would learn etcd's own address from etcd, and leave out the network that is split.
etcd3: { host: "${reached.etcd}", use_proxies: true }
bootstrap:
  dcs:
    ttl: 10
    loop_wait: 1
    retry_timeout: 4
    synchronous_mode: true
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters:
        fsync: "on"
        synchronous_commit: "on"
        max_connections: 100
        shared_buffers: 32MB
        wal_log_hints: "on"
        wal_sender_timeout: 4s
        wal_receiver_timeout: 4s
  initdb: [{ encoding: UTF8 }, { locale: C }]
  pg_hba:
    - host all all 127.0.0.1/32 scram-sha-256
    - host replication all 127.0.0.1/32 scram-sha-256
postgresql:
  listen: "127.0.0.1:${ports.postgres}"
  connect_address: "${reached.postgres}"
  data_dir: ${folder}/data
  bin_dir: ${BINARIES}
  pgpass: ${folder}/pgpass
  authentication:
    superuser: { username: postgres, password: ${PASSWORD} }
    replication: { username: replicator, password: ${PASSWORD} }
    rewind: { username: rewind, password: ${PASSWORD} }
  parameters: { unix_socket_directories: "${folder}" }
`;
