import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';
import type { Figure } from '../report/figure.ts';
import type { Bench, Scenario } from '../scenario.ts';
import { FaultDeployment } from './fault-deployment.ts';
import { FAULT_NAMES, NO_FAULT } from './faults.ts';
import { type FaultRun, type MeasuredFault, measureFault } from './measure-fault.ts';
import { providersPage } from './providers-page.ts';

const MESSAGES = 100;
const QUICK_MESSAGES = 10;
/** Each provider in turn as the preferred one, and both. */
const FAILING = [
  { order: ['postmark', 'resend'], failing: ['postmark'] },
  { order: ['resend', 'postmark'], failing: ['resend'] },
  { order: ['postmark', 'resend'], failing: ['postmark', 'resend'] },
] as const satisfies readonly Omit<FaultRun, 'fault'>[];
/** What was measured in earlier runs stands beside the page, so that one page comes of several short runs. */
const KEPT = 'provider-faults.json';

/** Providers fail in each way that the sandbox can play: what is lost, what comes twice, and how long people wait. */
export const providerFaults: Scenario = {
  name: 'provider-faults',
  onlyWhenNamed: true,
  run: async (bench) => {
    const messages = bench.messages ?? (bench.quick ? QUICK_MESSAGES : MESSAGES);
    const chosen = bench.faults.length > 0 ? bench.faults : bench.quick ? ['outage'] : FAULT_NAMES;
    const unknown = chosen.filter((name) => !FAULT_NAMES.includes(name));
    if (unknown.length > 0)
      throw new Error(`No such fault: ${unknown.join(', ')}. There are ${FAULT_NAMES.join(', ')}`);
    const deployment = await FaultDeployment.open(bench.database, bench.logs);
    const measured: MeasuredFault[] = [];
    const loadBefore = loadavg()[0] ?? 0;
    try {
      const runs: FaultRun[] = [
        { fault: NO_FAULT.name, order: FAILING[0].order, failing: [] },
        ...chosen.flatMap((fault) => FAILING.map((one) => ({ fault, ...one }))),
      ];
      for (const run of runs) {
        const found = { ...(await measureFault(run, messages, deployment, bench.database.sql)), loadBefore };
        bench.note(`${run.fault} of ${run.failing.join(' and ')}: ${wordsOf(found)}`);
        measured.push(found);
        // A run that is cut short has measured what it has measured.
        if (!bench.quick) await keep(bench, measured);
      }
    } finally {
      await deployment.close();
    }
    const all = bench.quick ? measured : await keep(bench, measured);
    return {
      figures: figuresOf(measured),
      details: measured,
      pages: { 'benchmarks-providers.md': providersPage(all, bench.database.version) },
    };
  },
};

const wordsOf = ({ messages, lost, dead, repeated, afterOpening }: MeasuredFault): string =>
  `of ${messages}, ${lost} lost, ${dead} dead, ${repeated} repeated; ` +
  (afterOpening === null
    ? 'nobody came after the breaker had opened'
    : `p50 ${Math.round(afterOpening.p50)} ms once open`);

function figuresOf(measured: readonly MeasuredFault[]): Figure[] {
  const firstDown = measured.flatMap(({ failing, afterOpening }) =>
    failing.length === 1 && afterOpening !== null ? [afterOpening.p50] : [],
  );
  const sum = (of: (one: MeasuredFault) => number) => measured.reduce((total, one) => total + of(one), 0);
  const messages = sum((one) => one.messages);
  const meaning = `Of ${messages.toLocaleString('en')} messages, under every fault that this run played.`;
  return [
    { name: 'messages lost', value: sum(({ lost }) => lost), unit: 'messages', goal: { under: 1 }, meaning },
    { name: 'mails with a dead code', value: sum(({ dead }) => dead), unit: 'messages', goal: { under: 1 }, meaning },
    {
      name: 'messages that came twice, of 10,000',
      value: (sum(({ repeated }) => repeated) / messages) * 10_000,
      unit: 'messages',
      meaning,
    },
    {
      name: 'POST to acceptance, first provider down, p50',
      value: firstDown.length === 0 ? null : Math.max(...firstDown),
      unit: 'ms',
      goal: { under: 400 },
      meaning: 'The slowest of the faults, of people who came after the breaker had opened.',
    },
  ];
}

async function keep({ folder }: Bench, measured: readonly MeasuredFault[]): Promise<MeasuredFault[]> {
  const file = path.join(folder, KEPT);
  const earlier = JSON.parse(await readFile(file, 'utf8').catch(() => '[]')) as MeasuredFault[];
  const keyOf = ({ fault, order, failing }: MeasuredFault) => [fault, ...order, ...failing].join(' ');
  const all = new Map([...earlier, ...measured].map((one) => [keyOf(one), one]));
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify([...all.values()], null, 2)}\n`);
  return [...all.values()];
}
