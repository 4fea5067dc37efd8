import { familyProcessorMs, machineProcessorMs, processStat, threadPoolMs } from './proc.ts';

/** What to count as one: processes, or a server whose connections are its children. */
export type Part = { readonly pids: readonly number[] } | { readonly server: number };

interface Spent {
  /** Processor time, in milliseconds. */
  readonly all: number;
  /** As much of it as the thread pools took: hashes, where passwords are hashed. */
  readonly pool: number;
  /** What the busiest process took beside its thread pool, which is one thread's for Node's processes. */
  readonly busiest: number;
}

export interface WatchedParts<Name extends string, T> {
  readonly value: T;
  readonly seconds: number;
  readonly spent: Readonly<Record<Name, Spent>>;
  /** The bench itself: clients and clocks. */
  readonly load: number;
  /** Of everything on the machine; null where that cannot be told. */
  readonly machine: number | null;
}

/** Runs something and tells how much processor time each part spent meanwhile. */
export async function watchParts<Name extends string, T>(
  parts: Readonly<Record<Name, Part>>,
  run: () => Promise<T>,
): Promise<WatchedParts<Name, T>> {
  const names = Object.keys(parts) as Name[];
  const look = async () => ({
    at: performance.now(),
    load: process.cpuUsage(),
    machine: await machineProcessorMs(),
    parts: await Promise.all(names.map((name) => readPart(parts[name]))),
  });
  const before = await look();
  const value = await run();
  const after = await look();
  const spent = Object.fromEntries(
    names.map((name, index) => [name, between(before.parts[index] ?? [], after.parts[index] ?? [])]),
  ) as Record<Name, Spent>;
  const cpu = (one: NodeJS.CpuUsage): number => (one.user + one.system) / 1000;
  return {
    value,
    seconds: (after.at - before.at) / 1000,
    spent,
    load: cpu(after.load) - cpu(before.load),
    machine: before.machine === null || after.machine === null ? null : after.machine - before.machine,
  };
}

interface Reading {
  readonly all: number;
  readonly pool: number;
}

const readPart = (part: Part): Promise<Reading[]> =>
  Promise.all(
    'server' in part
      ? [familyProcessorMs(part.server).then((all) => ({ all, pool: 0 }))]
      : part.pids.map(async (pid) => ({ all: (await processStat(pid))?.ownMs ?? 0, pool: await threadPoolMs(pid) })),
  );

function between(before: readonly Reading[], after: readonly Reading[]): Spent {
  const each = after.map(({ all, pool }, index) => ({
    all: all - (before[index]?.all ?? 0),
    pool: pool - (before[index]?.pool ?? 0),
  }));
  const sum = (of: (one: Reading) => number) => each.reduce((total, one) => total + of(one), 0);
  return {
    all: sum(({ all }) => all),
    pool: sum(({ pool }) => pool),
    busiest: Math.max(0, ...each.map(({ all, pool }) => all - pool)),
  };
}
