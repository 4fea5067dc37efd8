import { randomBytes } from 'node:crypto';
import { HASHING_ENVIRONMENT, PROCESS_ENVIRONMENT } from '@gatehouse/platform/runtime';
import type { BenchDatabase } from './bench-database.ts';
import { type Child, startChild } from './child.ts';
import { Closing } from './closing.ts';
import { PROGRAMS } from './programs.ts';

/** API, worker and sandbox, each a process of its own. */
export interface BenchDeployment {
  readonly api: Child;
  readonly worker: Child;
  readonly sandbox: Child;
  readonly postgresPid: number;
  /** What processes that are to hash like the API have to be told. */
  readonly hashing: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Durable consumer of the stream of events. */
export const BENCH_FOLLOWER = 'bench';

export interface BenchDeploymentOptions {
  readonly database: BenchDatabase;
  readonly logs: string;
  /** A folder with another build of argon2. */
  readonly argon2?: string;
  /** A broker for its commands and events, of which `BENCH_FOLLOWER` may pull those of the default application. */
  readonly natsUrl?: string;
  /** Where traces of everything go. */
  readonly collector?: string;
  /** A folder for processor profiles. */
  readonly profile?: string;
}

/** Opens everything on ports that the system chooses; whatever is not named here is as it comes. */
export async function openBenchDeployment({
  database,
  logs,
  argon2,
  natsUrl,
  collector,
  profile,
}: BenchDeploymentOptions): Promise<BenchDeployment> {
  const hashing = argon2 === undefined ? {} : { ARGON2_PREBUILD: argon2 };
  const broker = natsUrl === undefined ? {} : { NATS_URL: natsUrl, NATS_FOLLOWERS: `default:${BENCH_FOLLOWER}` };
  const traces = collector === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: collector };
  const environment = { ...serviceEnvironment(), ...broker, ...traces, DATABASE_URL: database.url };
  const closing = new Closing();
  const open = async (name: keyof typeof PROGRAMS, added: NodeJS.ProcessEnv = {}): Promise<Child> => {
    const child = await startChild({
      name,
      program: PROGRAMS[name],
      environment: { ...environment, ...hashing, ...added },
      logs,
      nodeOptions:
        profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${name}.cpuprofile`],
    });
    closing.add(() => child.stop());
    return child;
  };
  try {
    const sandbox = await open('sandbox');
    const worker = await open('worker', { MAIL_BASE_URL: sandbox.url });
    const api = await open('api', {
      ...HASHING_ENVIRONMENT,
      HASH_PRIORITY: 'idle',
      MAIL_BASE_URL: sandbox.url,
    });
    return { api, worker, sandbox, postgresPid: database.pid, hashing, stop: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

/** As in production, but for the environment's name, which lets the sandbox in and loopback be no one network. */
export const serviceEnvironment = (): NodeJS.ProcessEnv => ({
  ...PROCESS_ENVIRONMENT,
  APP_ENV: 'test',
  LOG_LEVEL: 'info',
  PORT: '0',
  METRICS_PORT: '0',
  SANDBOX_PORT: '0',
  CODE_KEYS: `bench:${randomBytes(32).toString('base64')}`,
  TOKEN_KEYS: `bench:${randomBytes(32).toString('base64')}`,
});
