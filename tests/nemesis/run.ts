/** `npm run chaos`: breaks a whole deployment while people live in it, and checks what is left. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ChaosOptions, readOptions } from './options.ts';
import { play } from './play.ts';
import { type Outcome, violatedIn } from './report/outcome.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

let close: () => Promise<void> = () => Promise.resolve();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void close().finally(() => process.exit(130)));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}

async function main(argv: readonly string[]): Promise<void> {
  const options = readOptions(argv);
  const command = ['npm run chaos', ...(argv.length > 0 ? ['--', ...argv] : [])].join(' ');
  const outcome = await play({
    ...options,
    patches: [],
    settleMs: settleMsFor(options),
    command,
    note: say,
    closing: (closed) => {
      close = closed;
    },
  });
  summarise(outcome);
  await keep(options, outcome);
  if (violatedIn(outcome).length > 0) process.exitCode = 1;
}

/** Messages whose providers failed often wait for longer, and so do long runs. */
function settleMsFor({ minutes }: ChaosOptions): number {
  return Math.min(240_000, Math.max(40_000, minutes * 30_000));
}

function summarise({ faults, invariants, doubles, unsettled, load, seed }: Outcome): void {
  const injuries = faults.reduce((sum, one) => sum + one.injuries, 0);
  const requests = Object.values(load).reduce((sum, { asked }) => sum + asked, 0);
  const checked = invariants.reduce((sum, one) => sum + one.checked, 0);
  const times = faults.reduce((sum, one) => sum + one.times, 0);
  for (const { name, times: count, injuries: hurt, read, signUp, mail } of faults) {
    const recovered = [read, signUp, mail].map((one) => (one ? `${one.median}/${one.worst}` : '-')).join('  ');
    say(`  ${name.padEnd(20)} ${String(count).padStart(5)} ${String(hurt).padStart(7)}   ${recovered}`);
  }
  const never = invariants.filter((one) => one.checked === 0).map(({ name }) => name);
  if (never.length > 0) say(`never looked at: ${never.join('; ')}`);
  say(`not at rest: ${JSON.stringify(unsettled)}; twice: ${JSON.stringify(doubles)}`);
  say(
    `${requests} requests, ${times} faults with ${injuries} injuries, ${invariants.length} invariants looked at ${checked} times, ` +
      `${violatedIn({ invariants }).length} violated; seed ${seed}`,
  );
}

async function keep({ out }: ChaosOptions, outcome: Outcome): Promise<void> {
  const earlier = JSON.parse(await readFile(out, 'utf8').catch(() => '{}')) as { runs?: Record<string, Outcome> };
  const major = outcome.machine.postgres.split('.')[0] ?? '';
  await mkdir(path.dirname(out), { recursive: true });
  await writeFile(out, JSON.stringify({ ...earlier, runs: { ...earlier.runs, [major]: outcome } }, null, 2));
}
