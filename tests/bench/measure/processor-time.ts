import type { BenchDeployment } from '../deployment/bench-deployment.ts';
import { familyProcessorMs, machineProcessorMs, processStat, threadPoolMs } from './proc.ts';

/** Milliseconds of processor time, by who spent them. */
export interface ProcessorTime {
  /** In the API's thread pool: the hashes. */
  readonly hashes: number;
  /** Everything else of the API. */
  readonly api: number;
  readonly worker: number;
  readonly sandbox: number;
  readonly postgres: number;
  /** The bench itself: clients and clocks. */
  readonly load: number;
  /** Everybody else on the machine; null where that cannot be told. */
  readonly others: number | null;
}

export interface Watched<T> {
  readonly value: T;
  readonly seconds: number;
  readonly processorMs: ProcessorTime;
}

/** Runs something and tells who spent how much processor time meanwhile. */
export async function watchProcessor<T>(deployment: BenchDeployment, run: () => Promise<T>): Promise<Watched<T>> {
  const began = performance.now();
  const before = await readProcessorTime(deployment);
  const value = await run();
  const after = await readProcessorTime(deployment);
  return { value, seconds: (performance.now() - began) / 1000, processorMs: spentBetween(before, after) };
}

/** Since each process began. */
export async function readProcessorTime(deployment: BenchDeployment): Promise<ProcessorTime> {
  const own = async (pid: number): Promise<number> => (await processStat(pid))?.ownMs ?? 0;
  const [hashes, wholeApi, worker, sandbox, postgres, machine] = await Promise.all([
    threadPoolMs(deployment.api.pid),
    own(deployment.api.pid),
    own(deployment.worker.pid),
    own(deployment.sandbox.pid),
    familyProcessorMs(deployment.postgresPid),
    machineProcessorMs(),
  ]);
  const { user, system } = process.cpuUsage();
  const load = (user + system) / 1000;
  return {
    hashes,
    api: wholeApi - hashes,
    worker,
    sandbox,
    postgres,
    load,
    others: machine === null ? null : machine - wholeApi - worker - sandbox - postgres - load,
  };
}

export function spentBetween(before: ProcessorTime, after: ProcessorTime): ProcessorTime {
  return {
    hashes: after.hashes - before.hashes,
    api: after.api - before.api,
    worker: after.worker - before.worker,
    sandbox: after.sandbox - before.sandbox,
    postgres: after.postgres - before.postgres,
    load: after.load - before.load,
    others: after.others === null || before.others === null ? null : Math.max(0, after.others - before.others),
  };
}

/** The same for one of `count` pieces of work. */
export const perPiece = (time: ProcessorTime, count: number): ProcessorTime => ({
  hashes: time.hashes / count,
  api: time.api / count,
  worker: time.worker / count,
  sandbox: time.sandbox / count,
  postgres: time.postgres / count,
  load: time.load / count,
  others: time.others === null ? null : time.others / count,
});
