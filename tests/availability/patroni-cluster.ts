import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import postgres from 'postgres';
import { chooseAccount, programEnvironment } from '../../libs/embedded-postgres/account.js';
import { freePort } from '../support/broker/nats-server.js';
import { eventually } from '../support/eventually.js';
import { PASSWORD, PatroniNode } from './patroni-node.js';

const START_MS = 120_000;
const NAME = 'gatehouse';

/** etcd, three PostgreSQL under Patroni with a synchronous standby, and HAProxy in front, as docs/operations.md sets them up. */
export class PatroniCluster {
  private constructor(
    private readonly folder: string,
    readonly nodes: readonly PatroniNode[],
    private readonly others: readonly ChildProcess[],
    /** Of the primary, through HAProxy. */
    readonly url: string,
    /** Of any replica, through HAProxy. */
    readonly readUrl: string,
  ) {}

  static async start(): Promise<PatroniCluster> {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-patroni-'));
    await chmod(folder, 0o711);
    const account = await chooseAccount(null);
    const [etcdPort, peerPort, primaryPort, replicaPort] = await Promise.all([1, 2, 3, 4].map(freePort));
    const etcdFolder = path.join(folder, 'etcd');
    await mkdir(etcdFolder, { mode: 0o700 });
    if (account) await chown(etcdFolder, account.uid, account.gid);
    const etcd = spawn('/usr/bin/etcd', etcdFlags(etcdFolder, Number(etcdPort), Number(peerPort)), {
      cwd: '/',
      env: programEnvironment(),
      stdio: 'ignore',
      ...account,
    });
    const nodes: PatroniNode[] = [];
    for (const name of ['one', 'two', 'three']) {
      nodes.push(
        await PatroniNode.create({ name, folder: path.join(folder, name), account, etcdPort: Number(etcdPort) }),
      );
    }
    const file = path.join(folder, 'haproxy.cfg');
    await writeFile(file, balancer(Number(primaryPort), Number(replicaPort), nodes));
    const haproxy = spawn('/usr/sbin/haproxy', ['-db', '-f', file], { stdio: 'ignore' });
    const url = (port: unknown) => `postgres://gatehouse:${PASSWORD}@127.0.0.1:${port}/${NAME}`;
    const cluster = new PatroniCluster(folder, nodes, [etcd, haproxy], url(primaryPort), url(replicaPort));
    await cluster.#begin();
    return cluster;
  }

  /** The one that holds the leader's key, by its own Patroni. */
  async primary(): Promise<PatroniNode> {
    for (;;) {
      for (const node of this.nodes) if ((await node.asks('/primary')) === 200) return node;
      await pause(50);
    }
  }

  /** Resolves when one node takes writes and two follow it, of which one confirms its commits and may take over. */
  async isWhole(): Promise<void> {
    await eventually('the cluster is whole', () => this.#isWhole(), START_MS).catch((error) => {
      throw new Error(`${error}\n${this.nodes.map(({ name, log }) => `${name}:\n${log}`).join('\n')}`);
    });
  }

  async #isWhole(): Promise<boolean> {
    const statuses = await Promise.all(this.nodes.map((node) => node.asks('/primary')));
    const primary = this.nodes[statuses.indexOf(200)];
    if (!primary) return false;
    const followers = await this.on(
      primary,
      (sql) => sql<{ name: string; state: string; kind: string }[]>`
        select application_name as name, state, sync_state as kind from pg_stat_replication`,
      'postgres',
    ).catch(() => []);
    const confirming = this.nodes.find(({ name }) => followers.some((of) => of.kind === 'sync' && of.name === name));
    return (
      followers.filter(({ state }) => state === 'streaming').length === this.nodes.length - 1 &&
      // The node itself knows this from etcd, where it says who may take over.
      (await confirming?.asks('/sync')) === 200
    );
  }

  /** Runs statements on a node, whatever HAProxy thinks of it. */
  async on<T>(node: PatroniNode, act: (sql: postgres.Sql) => Promise<T>, database = NAME): Promise<T> {
    const sql = postgres(`postgres://postgres:${PASSWORD}@127.0.0.1:${node.ports.postgres}/${database}`, {
      max: 1,
      onnotice: () => undefined,
    });
    try {
      return await act(sql);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  async close(): Promise<void> {
    for (const node of this.nodes) await node.close();
    for (const child of this.others) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  async #begin(): Promise<void> {
    try {
      for (const node of this.nodes) node.start();
      await this.isWhole();
      const primary = await this.primary();
      await this.on(
        primary,
        async (sql) => {
          await sql.unsafe(`create role gatehouse login password '${PASSWORD}'`);
          await sql.unsafe(`create database ${NAME} owner gatehouse encoding 'UTF8' template template0`);
        },
        'postgres',
      );
      await (await deploymentMigrator(this.url)).up();
    } catch (error) {
      await this.close();
      throw error;
    }
  }
}

const etcdFlags = (folder: string, client: number, peer: number): string[] => [
  `--data-dir=${folder}`,
  `--listen-client-urls=http://127.0.0.1:${client}`,
  `--advertise-client-urls=http://127.0.0.1:${client}`,
  `--listen-peer-urls=http://127.0.0.1:${peer}`,
  `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
  `--initial-cluster=default=http://127.0.0.1:${peer}`,
];

/** What a session of a former primary still does there, nobody learns: HAProxy ends it. */
const balancer = (primary: number, replica: number, nodes: readonly PatroniNode[]): string => `
defaults
  mode tcp
  timeout connect 2s
  timeout client 30m
  timeout server 30m
  timeout check 1s
  default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions

listen primary
  bind 127.0.0.1:${primary}
  option httpchk OPTIONS /primary
  http-check expect status 200
${nodes.map(({ name, ports }) => `  server ${name} 127.0.0.1:${ports.postgres} port ${ports.rest}`).join('\n')}

listen replicas
  bind 127.0.0.1:${replica}
  option httpchk OPTIONS /replica
  http-check expect status 200
${nodes.map(({ name, ports }) => `  server ${name} 127.0.0.1:${ports.postgres} port ${ports.rest}`).join('\n')}
`;
