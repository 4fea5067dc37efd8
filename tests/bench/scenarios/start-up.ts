import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serviceEnvironment } from '../deployment/bench-deployment.ts';
import { startChild } from '../deployment/child.ts';
import { PROGRAMS } from '../deployment/programs.ts';
import { inRounds } from '../measure/in-rounds.ts';
import { median } from '../measure/statistics.ts';
import type { Bench, Scenario } from '../scenario.ts';

const ROUNDS = 3;

/** How long each process takes, and everything in an empty folder and in one that has data. */
export const startUp: Scenario = {
  name: 'start-up',
  run: async (bench) => {
    const rounds = await inRounds(bench.quick ? 1 : ROUNDS, async () => ({
      api: await secondsToStart(bench, 'api'),
      worker: await secondsToStart(bench, 'worker'),
      ...(await secondsToStartAll(bench)),
    }));
    const row = (name: string, part: keyof (typeof rounds)[number], meaning: string) =>
      ({
        name: `start to ready, ${name}`,
        value: median(rounds.map((round) => round[part])),
        unit: 's',
        meaning: `${meaning} Median of ${rounds.length}.`,
      }) as const;
    return {
      figures: [
        row('API', 'api', 'The process alone, on a database that is up and migrated.'),
        row('worker', 'worker', 'The same for the worker.'),
        row(
          'everything, first time',
          'first',
          'What `npm start` runs, in an empty folder: PostgreSQL laid out, started and migrated, then the three processes.',
        ),
        row('everything, again', 'again', 'The same where the data are there already.'),
      ],
      details: { rounds },
    };
  },
};

async function secondsToStart(bench: Bench, name: 'api' | 'worker'): Promise<number> {
  const child = await startChild({
    name,
    program: PROGRAMS[name],
    environment: { ...serviceEnvironment(), DATABASE_URL: bench.database.url },
    logs: bench.logs,
  });
  await child.stop();
  return child.readySeconds;
}

async function secondsToStartAll(bench: Bench): Promise<{ first: number; again: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-start-'));
  await chmod(folder, 0o711);
  const environment = serviceEnvironment();
  const start = async (): Promise<number> => {
    const deployment = await startChild({
      name: 'local',
      program: PROGRAMS.local,
      environment,
      logs: bench.logs,
      folder,
    });
    await deployment.stop();
    return deployment.readySeconds;
  };
  try {
    return { first: await start(), again: await start() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
