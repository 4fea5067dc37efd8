import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { freePort } from '../broker/nats-server.js';
import { eventually } from '../eventually.js';

const FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
const START_MS = 60_000;

export interface FiringAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  /** Time in seconds since 1970, and the value as text. */
  readonly value: readonly [number, string];
}

export interface PrometheusOptions {
  /** By job: the addresses of the processes' metrics, `http://127.0.0.1:9464/metrics`. */
  readonly jobs: Readonly<Record<string, readonly string[]>>;
  readonly rules: object;
}

/** A real Prometheus that scrapes every other second. */
export class Prometheus {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
  ) {}

  /** Resolves when every process has been scraped. */
  static async start({ jobs, rules }: PrometheusOptions): Promise<Prometheus> {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-prometheus-'));
    const port = await freePort();
    const targets = Object.values(jobs).flat();
    await writeFile(path.join(folder, 'rules.yml'), stringify(rules));
    await writeFile(path.join(folder, 'prometheus.yml'), configuration(jobs));
    const child = spawn(
      await binary('prometheus'),
      [
        `--config.file=${path.join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${path.join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const prometheus = new Prometheus(child, folder, `http://127.0.0.1:${port}`);
    await eventually(
      'Prometheus has scraped every process',
      async () => {
        if (child.exitCode !== null) throw new Error('Prometheus did not start');
        return (await prometheus.query('up == 1').catch(() => [])).length === targets.length;
      },
      START_MS,
    );
    return prometheus;
  }

  /** @throws Error where Prometheus does not understand it */
  async query(expr: string): Promise<readonly Sample[]> {
    const { result } = await this.#ask<{ result: readonly Sample[] }>(`query?query=${encodeURIComponent(expr)}`);
    return result;
  }

  async alerts(): Promise<readonly FiringAlert[]> {
    return (await this.#ask<{ alerts: readonly FiringAlert[] }>('alerts')).alerts;
  }

  /** Names of the alerts that fire now. */
  async firing(): Promise<ReadonlySet<string>> {
    const firing = (await this.alerts()).filter(({ state }) => state === 'firing');
    return new Set(firing.map(({ labels }) => labels['alertname'] ?? ''));
  }

  async close(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    if (this.child.exitCode === null && this.child.signalCode === null) await ended;
    await rm(this.folder, { recursive: true, force: true });
  }

  async #ask<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1/${path}`);
    const body = (await answer.json()) as { status: string; error?: string; data: T };
    if (body.status !== 'success') throw new Error(`${path}: ${body.error}`);
    return body.data;
  }
}

/** Runs promtool; answers what it wrote, and whether it is content. */
export async function promtool(...args: readonly string[]): Promise<{ readonly ok: boolean; readonly said: string }> {
  const run = promisify(execFile)(await binary('promtool'), [...args]);
  return run.then(
    ({ stdout, stderr }) => ({ ok: true, said: stdout + stderr }),
    (error: { stdout?: string; stderr?: string }) => ({ ok: false, said: `${error.stdout}${error.stderr}` }),
  );
}

const configuration = (jobs: PrometheusOptions['jobs']): string =>
  stringify({
    // A figure that nobody answers for is given up after a second.
    global: { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '1s' },
    rule_files: ['rules.yml'],
    scrape_configs: Object.entries(jobs).map(([job, urls]) => ({
      job_name: job,
      static_configs: [{ targets: urls.map((url) => new URL(url).host) }],
    })),
  });

async function binary(name: string): Promise<string> {
  for (const folder of FOLDERS) {
    const file = path.join(folder, name);
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  throw new Error(`These tests need ${name}, and it is not installed: .ci/system-packages installs it`);
}
