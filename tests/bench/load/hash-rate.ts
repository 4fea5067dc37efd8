import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { HASHING_ENVIRONMENT } from '@gatehouse/platform/runtime';
import type { BenchDatabase } from '../deployment/bench-database.ts';
import type { BenchDeployment } from '../deployment/bench-deployment.ts';
import { HASH_PROCESS } from '../deployment/programs.ts';
import type { FullSpeed, HashSpeed } from './full-speed.ts';

export interface HashCost {
  /** KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

export interface HashRun extends FullSpeed {
  readonly cost: HashCost;
}

/** Pure argon2 with the same build and cost and as many in flight as cores, nothing else running. Hashes a second. */
export async function hashRate(deployment: BenchDeployment, cost: HashCost, seconds: number): Promise<number> {
  const { perSecond } = await hashSpeed(deployment, cost, seconds);
  return perSecond;
}

/** The same, with what one costs. */
export async function hashSpeed({ hashing }: BenchDeployment, cost: HashCost, seconds: number): Promise<HashSpeed> {
  const run: HashRun = { cost, inFlight: availableParallelism(), warmUpSeconds: seconds / 5, seconds };
  const { stdout } = await promisify(execFile)(process.execPath, [HASH_PROCESS, JSON.stringify(run)], {
    env: {
      PATH: process.env['PATH'],
      ...HASHING_ENVIRONMENT,
      ...hashing,
      UV_THREADPOOL_SIZE: String(run.inFlight + 4),
    },
  });
  return JSON.parse(stdout) as HashSpeed;
}

/** What the service itself has paid for the last password that it was given. */
export async function hashCostInUse({ sql }: BenchDatabase): Promise<HashCost> {
  const [row] = await sql<{ password_hash: string }[]>`
    select password_hash from gatehouse.users where password_hash like '$argon2id$%' order by created_at desc limit 1`;
  const [memoryCost, timeCost, parallelism] = ['m', 't', 'p'].map((letter) =>
    Number(new RegExp(`[$,]${letter}=(\\d+)`).exec(row?.password_hash ?? '')?.[1]),
  );
  if (!memoryCost || !timeCost || !parallelism) throw new Error('Nobody has signed up with argon2id yet');
  return { memoryCost, timeCost, parallelism };
}
