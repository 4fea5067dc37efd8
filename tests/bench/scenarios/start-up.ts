import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serviceEnvironment } from '../deployment/bench-deployment.ts';
import { type Child, startChild } from '../deployment/child.ts';
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
      api: await startOf(bench, 'api'),
      worker: await startOf(bench, 'worker'),
      ...(await startsOfAll(bench)),
    }));
    const row = (name: string, part: keyof (typeof rounds)[number], meaning: string, under?: number) => {
      const processorMs = median(rounds.map((round) => round[part].processorMs));
      return {
        name: `start to ready, ${name}`,
        value: median(rounds.map((round) => round[part].seconds)),
        unit: 's',
        ...(under !== undefined && { goal: { under } }),
        meaning: `${meaning} Median of ${rounds.length}; ${processorMs} ms of the processor.`,
      } as const;
    };
    return {
      figures: [
        row('API', 'api', 'The process alone, on a database that is up and migrated.', 0.5),
        row('worker', 'worker', 'The same for the worker.'),
        row(
          'everything, first time',
          'first',
          'What `npm start` runs, in an empty folder: PostgreSQL laid out, started and migrated, then the three processes.',
        ),
        row('everything, again', 'again', 'The same where the data are there already.', 1.2),
      ],
      details: { rounds },
    };
  },
};

interface Start {
  readonly seconds: number;
  readonly processorMs: number;
}

const startFrom = (child: Child): Start => ({ seconds: child.readySeconds, processorMs: child.readyProcessorMs });

async function startOf(bench: Bench, name: 'api' | 'worker'): Promise<Start> {
  const child = await startChild({
    name,
    program: PROGRAMS[name],
    environment: { ...serviceEnvironment(), DATABASE_URL: bench.database.url },
    logs: bench.logs,
  });
  await child.stop();
  return startFrom(child);
}

async function startsOfAll(bench: Bench): Promise<{ first: Start; again: Start }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-start-'));
  await chmod(folder, 0o711);
  const environment = serviceEnvironment();
  const start = async (): Promise<Start> => {
    const deployment = await startChild({
      name: 'local',
      program: PROGRAMS.local,
      environment,
      logs: bench.logs,
      folder,
    });
    await deployment.stop();
    return startFrom(deployment);
  };
  try {
    return { first: await start(), again: await start() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
