import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { HashSpeed } from '../load/full-speed.ts';
import type { HashRun } from '../load/hash-rate.ts';
import { read } from '../load/reads.ts';
import { startSignUps } from '../load/sign-ups.ts';
import { distribution } from '../measure/statistics.ts';
import { watchParts } from '../measure/watch-parts.ts';
import type { Contender } from './contenders.ts';

const SCRYPT_PROCESS = fileURLToPath(new URL('./scrypt-process.ts', import.meta.url));

export interface MeasuredSignUps {
  readonly count: number;
  readonly perSecond: number;
  readonly latencyMs: ReturnType<typeof distribution>;
  /** Processor time of one, in milliseconds. */
  readonly ms: {
    /** In the thread pools of its processes. */
    readonly hash: number;
    /** Everything else of its processes. */
    readonly processes: number;
    readonly postgres: number;
  };
}

/** New people sign up without pause; it ends when the provider has accepted their last mail. */
export async function measureSignUps(
  { url, form, processes }: Contender,
  surroundings: { readonly sandbox: { readonly url: string }; readonly postgres: number },
  connections: number,
  seconds: number,
): Promise<MeasuredSignUps> {
  const parts = { own: processes, postgres: { server: surroundings.postgres } };
  const { value, spent } = await watchParts<'own' | 'postgres', Awaited<ReturnType<typeof signUpFor>>>(parts, () =>
    signUpFor(),
  );
  return {
    count: value.count,
    perSecond: value.perSecond,
    latencyMs: distribution(value.latencies),
    ms: {
      hash: spent.own.pool / value.count,
      processes: (spent.own.all - spent.own.pool) / value.count,
      postgres: spent.postgres.all / value.count,
    },
  };

  async function signUpFor() {
    const running = await startSignUps({ api: { url }, sandbox: surroundings.sandbox }, connections, form);
    await pause(seconds * 1000);
    return running.stop();
  }
}

export interface MeasuredReads {
  readonly perSecond: number;
  readonly latencyMs: ReturnType<typeof distribution>;
  /** Processor time of one, in milliseconds. */
  readonly ms: { readonly processes: number; readonly postgres: number };
}

export async function measureReads(
  { readers, processes }: Contender,
  postgres: number,
  connections: number,
  seconds: number,
): Promise<MeasuredReads> {
  const parts = { own: processes, postgres: { server: postgres } };
  const { value, spent } = await watchParts<'own' | 'postgres', Awaited<ReturnType<typeof read>>>(parts, () =>
    read(readers, connections, seconds),
  );
  const count = value.latencies.length;
  return {
    perSecond: value.perSecond,
    latencyMs: distribution(value.latencies),
    ms: { processes: spent.own.all / count, postgres: spent.postgres.all / count },
  };
}

/** The hash of better-auth in a process of its own, as many in flight as cores, nothing else running. */
export async function scryptSpeed(parts: string, seconds: number): Promise<HashSpeed> {
  const run: Omit<HashRun, 'cost'> = { inFlight: availableParallelism(), warmUpSeconds: seconds / 5, seconds };
  const { stdout } = await promisify(execFile)(process.execPath, [SCRYPT_PROCESS, JSON.stringify(run), parts], {
    env: { PATH: process.env['PATH'], UV_THREADPOOL_SIZE: String(run.inFlight + 4) },
  });
  return JSON.parse(stdout) as HashSpeed;
}
