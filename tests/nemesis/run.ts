/** `npm run chaos`: breaks a whole deployment while people live in it, and checks what is left. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MUTATIONS } from './mutations/mutations.ts';
import { FOUND_WITHIN_SECONDS, prove } from './mutations/prove.ts';
import { type ChaosOptions, readOptions } from './options.ts';
import { type PlayOptions, play } from './play.ts';
import { type Outcome, violatedIn } from './report/outcome.ts';
import { recoveryPage } from './report/recovery-page.ts';
import { type Kept, reliabilityPage } from './report/reliability-page.ts';

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
  const common = {
    ...options,
    command,
    note: say,
    closing: (closed: () => Promise<void>) => {
      close = closed;
    },
  };
  if (options.mutations) await proveChecker(options, common);
  else await playOnce(options, common);
}

type Common = Omit<PlayOptions, 'patches' | 'settleMs'>;

async function playOnce(options: ChaosOptions, common: Common): Promise<void> {
  const outcome = await play({ ...common, patches: [], settleMs: settleMsFor(options) });
  summarise(outcome);
  const major = outcome.machine.postgres.split('.')[0] ?? '';
  await keep(options, (kept) =>
    options.oneByOne ? { ...kept, oneByOne: outcome } : { ...kept, runs: { ...kept.runs, [major]: outcome } },
  );
  if (violatedIn(outcome).length > 0) process.exitCode = 1;
}

async function proveChecker(options: ChaosOptions, common: Common): Promise<void> {
  const proofs = await prove(options.only, common, (proof) =>
    keep(options, (kept) => {
      const byName = new Map([...(kept.proofs ?? []), proof].map((one) => [one.name, one]));
      return { ...kept, proofs: MUTATIONS.flatMap(({ name }) => byName.get(name) ?? []) };
    }),
  );
  const unfound = proofs.filter(({ foundBy, seconds }) => foundBy.length === 0 || seconds > FOUND_WITHIN_SECONDS);
  say(`${proofs.length - unfound.length} of ${proofs.length} mutations were found within ${FOUND_WITHIN_SECONDS} s`);
  if (unfound.length > 0) process.exitCode = 1;
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

/** Adds to what earlier runs have found, and writes the page of it all. */
async function keep({ out, markdown, oneByOne }: ChaosOptions, add: (kept: Kept) => Kept): Promise<void> {
  const kept = add(JSON.parse(await readFile(out, 'utf8').catch(() => '{}')) as Kept);
  await mkdir(path.dirname(out), { recursive: true });
  await writeFile(out, JSON.stringify(kept, null, 2));
  if (markdown === null) return;
  if (oneByOne && kept.oneByOne) await writeFile(markdown, recoveryPage(kept.oneByOne));
  if (oneByOne || Object.keys(kept.runs ?? {}).length === 0) return;
  const before = await readFile(markdown, 'utf8').catch(() => '');
  await writeFile(markdown, reliabilityPage(kept, before));
}
