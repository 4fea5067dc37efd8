import { serviceEnvironment } from '../deployment/bench-deployment.ts';
import { startChild } from '../deployment/child.ts';
import { Closing } from '../deployment/closing.ts';
import { PROGRAMS } from '../deployment/programs.ts';
import { hashCostInUse, hashSpeed } from '../load/hash-rate.ts';
import { read } from '../load/reads.ts';
import { inRounds } from '../measure/in-rounds.ts';
import { residentMiB } from '../measure/proc.ts';
import { mean, median } from '../measure/statistics.ts';
import type { Bench, Scenario } from '../scenario.ts';
import { NAMES, type Name } from './contenders.ts';
import { installBetterAuth } from './install-better-auth.ts';
import { measureReads, measureSignUps, scryptSpeed } from './measure-contender.ts';
import { type Opened, openBetterAuth, openGatehouse, openPlain } from './open-contenders.ts';
import { type Compared, figuresOf, type PeersFound } from './peers-figures.ts';
import { peersPage } from './peers-page.ts';

const SIGNING_UP = 16;
const READING = 32;
/** Seconds. */
const LONG = { rounds: 3, warmUp: 10, warmReads: 3, signUps: 5, reads: 4, hashes: 3 };
const QUICK = { rounds: 1, warmUp: 0.2, warmReads: 0.2, signUps: 1, reads: 3, hashes: 1 };

/** Beside better-auth and beside the least that Express can do: one machine, one PostgreSQL, one mail provider, in turns. */
export const peers: Scenario = {
  name: 'peers',
  onlyWhenNamed: true,
  run: async (bench) => {
    const installed = await installBetterAuth();
    const closing = new Closing();
    try {
      await bench.alone();
      const { sandbox } = await bench.deployment('prebuilt');
      const ours = await openGatehouse(bench, () =>
        startChild({
          name: 'api',
          program: PROGRAMS.api,
          environment: { ...serviceEnvironment(), DATABASE_URL: bench.database.url },
          logs: bench.logs,
        }),
      );
      const cost = await hashCostInUse(bench.database);
      const surroundings = { bench, mail: sandbox.url, closing };
      const opened = [ours, await openBetterAuth(surroundings, installed), await openPlain(surroundings, cost)];
      const found = { ...(await compare(bench, opened, installed.parts)), versions: installed.versions, cost };
      return {
        figures: figuresOf(found),
        details: found,
        pages: { 'benchmarks-peers.md': peersPage(found, bench) },
      };
    } finally {
      await closing.close();
    }
  },
};

async function compare(
  bench: Bench,
  opened: readonly Opened[],
  parts: string,
): Promise<Omit<PeersFound, 'versions' | 'cost'>> {
  const length = bench.quick ? QUICK : LONG;
  const deployment = await bench.deployment('prebuilt');
  const cost = await hashCostInUse(bench.database);
  const surroundings = { sandbox: deployment.sandbox, postgres: bench.database.pid };
  const hashes = async () => ({
    argon2id: await hashSpeed(deployment, cost, length.hashes),
    scrypt: await scryptSpeed(parts, length.hashes),
  });

  const starts = await inRounds(length.rounds, () => startEach(opened));
  const before = await hashes();
  for (const { contender } of opened) {
    await measureSignUps(contender, surroundings, SIGNING_UP, length.warmUp);
    await read(contender.readers, READING, length.warmReads);
  }
  await bench.database.sql`analyze`;
  const rounds = await inRounds(length.rounds, async (round) => {
    const measured: Partial<Record<Name, Compared>> = {};
    // Each comes first once.
    for (const { contender } of [...opened.slice(round % opened.length), ...opened.slice(0, round % opened.length)]) {
      const signUps = await measureSignUps(contender, surroundings, SIGNING_UP, length.signUps);
      const reads = await measureReads(contender, surroundings.postgres, READING, length.reads);
      measured[contender.name] = { signUps, reads };
    }
    const said = NAMES.map((name) => `${name} ${measured[name]?.signUps.perSecond.toFixed(1)}`);
    bench.note(`round ${round}: ${said.join(', ')} sign-ups a second`);
    return measured as Record<Name, Compared>;
  });
  const after = await hashes();
  const hash = (name: 'argon2id' | 'scrypt') => ({
    perSecond: mean([before[name].perSecond, after[name].perSecond]),
    processorMs: mean([before[name].processorMs, after[name].processorMs]),
  });
  const memory = await Promise.all(opened.map(({ contender }) => memoryOf(contender.processes.pids)));
  return {
    connections: { signingUp: SIGNING_UP, reading: READING },
    hash: { argon2id: hash('argon2id'), scrypt: hash('scrypt') },
    rounds,
    startSeconds: byName(opened, (_, index) => median(starts.map((each) => each[index] ?? Number.NaN))),
    memoryMiB: byName(opened, (_, index) => memory[index] ?? []),
  };
}

async function startEach(opened: readonly Opened[]): Promise<number[]> {
  const seconds: number[] = [];
  for (const { startAnother } of opened) {
    const child = await startAnother();
    await child.stop();
    seconds.push(child.readySeconds);
  }
  return seconds;
}

const memoryOf = (pids: readonly number[]): Promise<number[]> =>
  Promise.all(pids.map(async (pid) => (await residentMiB(pid))?.now ?? Number.NaN));

const byName = <T>(opened: readonly Opened[], of: (one: Opened, index: number) => T): Record<Name, T> =>
  Object.fromEntries(opened.map((one, index) => [one.contender.name, of(one, index)])) as Record<Name, T>;
