/** `npm run bench`: measures the service as production runs it and prints one table. */
import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Closing } from './deployment/closing.ts';
import { takeStatementCosts } from './deployment/statement-statistics.ts';
import { CannotMeasure, openBench } from './open-bench.ts';
import { type BenchOptions, readOptions } from './options.ts';
import type { Figure } from './report/figure.ts';
import { thisMachine } from './report/machine.ts';
import { markdownPage } from './report/markdown.ts';
import type { Report } from './report/report.ts';
import { plainTable } from './report/table.ts';
import type { Bench, Scenario } from './scenario.ts';
import { ALL_SCENARIOS } from './scenarios/all-scenarios.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

const closing = new Closing();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void closing.close().finally(() => process.exit(130)));
}

try {
  const argv = process.argv.slice(2);
  const options = readOptions(
    argv,
    ALL_SCENARIOS.map(({ name }) => name),
  );
  await report(options, ['npm run bench', ...(argv.length > 0 ? ['--', ...argv] : [])].join(' '));
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await closing.close();
}

async function report(options: BenchOptions, command: string): Promise<void> {
  const startedAt = new Date();
  const began = performance.now();
  const bench = await openBench(options, (line) => complain(`    ${line}`), closing);
  const chosen = ALL_SCENARIOS.filter(({ name, onlyWhenNamed }) =>
    options.only.length === 0 ? onlyWhenNamed !== true : options.only.includes(name),
  );
  const measured = await measure(bench, chosen, path.dirname(options.markdown ?? options.out));
  const found: Report = {
    startedAt: startedAt.toISOString(),
    seconds: (performance.now() - began) / 1000,
    command,
    quick: options.quick,
    machine: thisMachine(bench.database.version),
    ...measured,
  };
  say(plainTable(found.figures));
  await write(options.out, `${JSON.stringify(found, null, 2)}\n`);
  if (options.markdown === null) return;
  const earlier = await readFile(options.markdown, 'utf8').catch(() => null);
  await write(options.markdown, markdownPage(found, earlier));
}

/** @param folder where pages go */
async function measure(
  bench: Bench,
  scenarios: readonly Scenario[],
  folder: string,
): Promise<Pick<Report, 'figures' | 'remarks' | 'details'>> {
  const figures: Figure[] = [];
  const remarks: string[] = [];
  const details: Record<string, unknown> = {};
  for (const { name, run } of scenarios) {
    complain(`  ${name}`);
    try {
      const result = await run(bench);
      figures.push(...result.figures);
      if (result.remark !== undefined) remarks.push(result.remark);
      details[name] = result.details;
      for (const [page, text] of Object.entries(result.pages ?? {})) await write(path.join(folder, page), text);
      if (bench.profile !== null) await keepStatements(bench, name);
    } catch (error) {
      if (!(error instanceof CannotMeasure)) throw error;
      complain(`    left out: ${error.message}`);
    }
  }
  return { figures, remarks, details };
}

async function keepStatements({ profile, database }: Bench, name: string): Promise<void> {
  const costs = await takeStatementCosts(database.sql);
  if (profile !== null) await write(path.join(profile, `${name}.statements.json`), JSON.stringify(costs, null, 2));
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  say(`\nWritten: ${path.relative(process.cwd(), file)}`);
}
