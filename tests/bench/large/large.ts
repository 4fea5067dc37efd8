import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import { Database } from '@gatehouse/platform/postgres';
import postgres from 'postgres';
import { distribution, median } from '../measure/statistics.ts';
import type { Figure } from '../report/figure.ts';
import type { Bench, Scenario } from '../scenario.ts';
import { fillDeployment } from './large-deployment.ts';
import { type Compared, largePage } from './large-page.ts';
import { StatementTap } from './statement-tap.ts';
import { type MeasuredStatement, measuredStatements } from './statements.ts';

const LONG = { large: 10_000_000, small: 10_000, rounds: 1_500, warmUp: 300 };
const QUICK = { large: 2_000, small: 200, rounds: 6, warmUp: 1 };

/**
 * Filling must take minutes, not hours. Nothing waits for the disk while it is measured either: a commit's wait is the
 * same however many rows there are, and would hide what differs. The caches are what the manual recommends (20.4).
 */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '8GB',
  maintenance_work_mem: '1GB',
  checkpoint_timeout: '1h',
  autovacuum: 'off',
};

/** One deployment of each size, on the same server. */
interface Deployment {
  readonly people: number;
  readonly statements: readonly MeasuredStatement[];
  readonly plans: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** The same statements in a deployment of ten million people and in one of ten thousand, in turns. */
export const large: Scenario = {
  name: 'large',
  onlyWhenNamed: true,
  run: async (bench) => {
    const size = bench.quick ? QUICK : LONG;
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-large-'));
    await chmod(dataDirectory, 0o711);
    const shared = bench.quick ? '128MB' : '7GB';
    const settings = { ...SETTINGS, shared_buffers: shared };
    const server = await startEmbeddedPostgres({ dataDirectory, temporary: true, settings });
    try {
      const deployments = [
        await open(server, 'small', size.small, bench),
        await open(server, 'large', size.large, bench),
      ];
      const [small, big] = deployments as [Deployment, Deployment];
      const compared = await compare(small, big, size, bench);
      for (const deployment of deployments) await deployment.close();
      const page = largePage({
        people: big.people,
        fewer: small.people,
        rounds: size.rounds,
        shared,
        postgres: server.version,
        compared,
      });
      return { figures: compared.map(figureOf(size)), details: { compared }, pages: { 'benchmarks-large.md': page } };
    } finally {
      await server.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    }
  },
};

async function open(server: EmbeddedPostgres, name: string, people: number, { note }: Bench): Promise<Deployment> {
  await server.createDatabase(name);
  const url = server.databaseUrl(name);
  await (await deploymentMigrator(url)).up();
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const began = performance.now();
  await fillDeployment(sql, people, note);
  note(`${name}: ${people.toLocaleString('en')} people in ${Math.round((performance.now() - began) / 1000)} s`);
  const database = new Database({ url, applicationName: 'bench', poolSize: 1 });
  const statements = await measuredStatements(database, url, sql, people);
  const plans = await plansOf(url, sql, people);
  return {
    people,
    statements,
    plans,
    close: async () => {
      await database.close();
      await sql.end({ timeout: 5 });
    },
  };
}

async function plansOf(url: string, sql: postgres.Sql, people: number): Promise<ReadonlyMap<string, string>> {
  const tap = new StatementTap(url);
  try {
    const plans = new Map<string, string>();
    for (const { name, run } of await measuredStatements(tap.database, url, sql, people))
      plans.set(name, await tap.explain(run));
    return plans;
  } finally {
    await tap.close();
  }
}

/** Each round runs every statement that is due in both deployments, now the one first and now the other. */
async function compare(small: Deployment, big: Deployment, { rounds, warmUp }: typeof LONG, { note }: Bench) {
  const times = small.statements.map(() => ({ small: [] as number[], large: [] as number[] }));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [index, found] of times.entries()) {
      const [few, many] = [small.statements[index], big.statements[index]];
      if (few && many && round % few.every === 0) await inTurn(few, many, found, round);
    }
    if (round % 500 === 0) note(`round ${round}`);
  }
  return small.statements.map(({ name, does, atMost }, index): Compared => {
    const found = times[index] as (typeof times)[number];
    return {
      name,
      does,
      atMost,
      ratio: median(found.large) / median(found.small),
      small: distribution(found.small),
      large: distribution(found.large),
      plans: { small: small.plans.get(name) ?? '', large: big.plans.get(name) ?? '' },
    };
  });
}

/** What is timed before round 0 warms up. */
async function inTurn(
  few: MeasuredStatement,
  many: MeasuredStatement,
  found: { readonly small: number[]; readonly large: number[] },
  round: number,
): Promise<void> {
  const turns = [() => timed(few, found.small, round >= 0), () => timed(many, found.large, round >= 0)];
  if (round % 2 === 0) turns.reverse();
  for (const turn of turns) await turn();
}

async function timed({ run }: MeasuredStatement, into: number[], counts: boolean): Promise<void> {
  const began = performance.now();
  await run();
  if (counts) into.push(performance.now() - began);
}

const figureOf =
  ({ large: many, small: few }: { readonly large: number; readonly small: number }) =>
  ({ name, does, atMost, ratio }: Compared): Figure => ({
    name: `${name}: ${many.toLocaleString('en')} / ${few.toLocaleString('en')} people`,
    value: ratio,
    unit: 'ratio',
    goal: { under: atMost },
    meaning: `Median time of ${does}, among so many people and among so few, in turns within one run.`,
  });
