import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Mailbox } from '../load/mailbox.ts';
import { startSignUps } from '../load/sign-ups.ts';
import { distribution } from '../measure/statistics.ts';
import { type WatchedParts, watchParts } from '../measure/watch-parts.ts';
import type { Figure } from '../report/figure.ts';
import type { Bench, Scenario } from '../scenario.ts';
import { HASH_MS } from './argon2-stub.ts';
import { type HashlessDeployment, openHashlessDeployment } from './hashless-deployment.ts';

const PROCESSES = [1, 2, 4];
/** Over all processes together. */
const CONNECTIONS = 64;
const LONG = { warmUp: 10, seconds: 12 };
const QUICK = { warmUp: 0.2, seconds: 1 };
/** What the goal is for. */
const CORES = 2;
/** Of a core, or of all of them, above which there is no more to have. */
const SATURATED = 0.93;

type Parts = 'api' | 'postgres' | 'worker' | 'sandbox';
type Point = Awaited<ReturnType<typeof measure>>;

/** How many people sign up over several API processes on one PostgreSQL when hashing costs no processor. */
export const processes: Scenario = {
  name: 'processes',
  onlyWhenNamed: true,
  run: async (bench) => {
    await bench.alone();
    const curve: Point[] = [];
    for (const count of PROCESSES) {
      const deployment = await openHashlessDeployment(bench.database, bench.logs, count);
      try {
        curve.push(await measure(bench, deployment));
      } finally {
        await deployment.stop();
      }
    }
    return { figures: figuresOf(curve), details: { connections: CONNECTIONS, hashMs: HASH_MS, curve } };
  },
};

async function measure(bench: Bench, deployment: HashlessDeployment) {
  const { apis, worker, sandbox } = deployment;
  const { warmUp, seconds } = bench.quick ? QUICK : LONG;
  await signUpAtAll(deployment, warmUp);
  await bench.database.sql`analyze`;
  await requireStub(bench);
  const parts = {
    api: { pids: apis.map(({ pid }) => pid) },
    postgres: { server: bench.database.pid },
    worker: { pids: [worker.pid] },
    sandbox: { pids: [sandbox.pid] },
  };
  const watched = await watchParts<Parts, SignedUp>(parts, () => signUpAtAll(deployment, seconds));
  const { count, perSecond, latencies } = watched.value;
  const point = {
    processes: apis.length,
    count,
    /** Until the provider has accepted the last mail. */
    perSecond,
    latencyMs: distribution(latencies),
    processorMsPerSignUp: { ...partsOf(watched, count), load: watched.load / count },
    cores: { ...partsOf(watched, watched.seconds * 1000), load: watched.load / (watched.seconds * 1000) },
    limit: limitOf(watched),
  };
  bench.note(`${apis.length}: ${perSecond.toFixed(0)} a second; what limits it: ${point.limit}`);
  return point;
}

interface SignedUp {
  readonly count: number;
  readonly perSecond: number;
  readonly latencies: readonly number[];
}

/** New people sign up at every process without pause; answers when the provider has accepted the last mail. */
async function signUpAtAll({ apis, sandbox }: HashlessDeployment, seconds: number): Promise<SignedUp> {
  const mailbox = new Mailbox(sandbox.url);
  const acceptedBefore = await mailbox.accepted();
  const began = performance.now();
  const running = await Promise.all(apis.map((api) => startSignUps({ api, sandbox }, CONNECTIONS / apis.length)));
  await pause(seconds * 1000);
  const each = await Promise.all(running.map((one) => one.stop()));
  const latencies = each.flatMap((one) => one.latencies);
  // Each has waited for as many as its own.
  await mailbox.untilAccepted(acceptedBefore + latencies.length);
  return { count: latencies.length, perSecond: (latencies.length * 1000) / (performance.now() - began), latencies };
}

/** @throws Error where passwords are hashed after all */
async function requireStub({ database: { sql } }: Bench): Promise<void> {
  const [row] = await sql<{ password_hash: string }[]>`
    select password_hash from gatehouse.users order by created_at desc limit 1`;
  if (!row?.password_hash.endsWith(`$${'A'.repeat(43)}`))
    throw new Error('The processes do not use the stub for argon2');
}

function partsOf({ spent }: WatchedParts<Parts, unknown>, divisor: number): Record<Parts, number> {
  const { api, postgres, worker, sandbox } = spent;
  return {
    api: api.all / divisor,
    postgres: postgres.all / divisor,
    worker: worker.all / divisor,
    sandbox: sandbox.all / divisor,
  };
}

function limitOf({ spent, seconds, machine }: WatchedParts<Parts, unknown>): string {
  const ofOneCore = (ms: number): number => ms / (seconds * 1000);
  const all = machine === null ? 0 : ofOneCore(machine) / availableParallelism();
  if (all >= SATURATED) return 'all cores are busy';
  if (ofOneCore(spent.api.busiest) >= SATURATED) return 'the thread of an API process';
  if (ofOneCore(spent.worker.busiest) >= SATURATED) return 'the thread of the worker';
  return 'waiting, such as for commits to reach the disk';
}

function figuresOf(curve: readonly Point[]): Figure[] {
  const most = Math.max(...curve.map(({ perSecond }) => perSecond));
  const best = curve.find(({ perSecond }) => perSecond === most);
  const postgresMs = best?.processorMsPerSignUp.postgres ?? Number.NaN;
  const ms = (value: number): string => value.toFixed(2);
  const points = curve.map((point): Figure => {
    const { api, postgres, worker, sandbox, load } = point.processorMsPerSignUp;
    const each = point.processes === 1 ? '1 API process' : `${point.processes} API processes`;
    return {
      name: `sign-ups over ${each}, no hashing`,
      value: point.perSecond,
      unit: '/s',
      meaning: `${CONNECTIONS} connections in all, one worker, one PostgreSQL, until the provider has accepted the last mail. In place of argon2 the bench loads a stub that waits ${HASH_MS} ms and takes no processor. One sign-up takes ${ms(api)} ms of the processor in the API, ${ms(postgres)} in PostgreSQL, ${ms(worker)} in the worker, ${ms(sandbox)} in the sandbox and ${ms(load)} for the load. What limits it: ${point.limit}.`,
    };
  });
  return [
    ...points,
    {
      name: 'sign-ups, no hashing, most of these',
      value: most,
      unit: '/s',
      goal: { atLeast: 600 },
      meaning: `With load, API, worker and PostgreSQL together on ${availableParallelism()} cores.`,
    },
    {
      name: `sign-ups that PostgreSQL has processor time for on ${CORES} cores`,
      value: (CORES * 1000) / postgresMs,
      unit: '/s',
      goal: { atLeast: 600 },
      meaning: `Calculated: ${CORES} cores of its own, divided by the ${ms(postgresMs)} ms that it takes for one with its mail. The other parts scale out by adding processes and machines.`,
    },
  ];
}
