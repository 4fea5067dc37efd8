import { queryWith } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import {
  ACTIVATION_GROUPS,
  type ActivationCounts,
  type ActivationGroups,
  FindActivationRates,
  FindFunnel,
  type FunnelCounts,
  RecountFunnel,
} from '@gatehouse/registration/contract';
import { Command, InvalidArgumentError, Option } from 'commander';
import { wholeNumber } from '../arguments.js';
import { type Operator, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly application?: string;
  readonly from?: string;
  readonly to?: string;
  readonly by?: ActivationGroups;
  readonly weeks?: number;
  readonly recount?: boolean;
  readonly json?: boolean;
}

const HEAD = ['DAY', 'APPLICATION', 'SIGNED UP', 'MAILED', 'ACTIVATED', 'SUPERSEDED', 'EXPIRED', 'MEDIAN'];

/** `gatehouse funnel`. */
export const funnelCommand = (terminal: Terminal): Command =>
  new Command('funnel')
    .description('Shows sign-up conversion by application and day (UTC)')
    .option('--application <slug>', 'only this application; all by default')
    .option('--from <day>', 'the first day; 29 days before the last by default', day)
    .option('--to <day>', 'the last day; today by default', day)
    .addOption(
      new Option('--by <group>', 'instead, show activation rates by group')
        .choices(ACTIVATION_GROUPS)
        .conflicts(['from', 'to', 'recount']),
    )
    .option('--weeks <count>', 'with --by: how many, including the current one; 5 by default', wholeNumber)
    .option('--recount', 'instead, make the worker recount from the start of the event log')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse funnel --application shop --from 2026-11-01
  $ gatehouse funnel --by mail-domain --weeks 4
  $ gatehouse funnel --recount`,
    )
    .action((options: Options) =>
      withOperator(terminal, async (operator) => {
        const { application, recount, json, by } = options;
        if (recount) {
          await operator.execute(commandFrom(RecountFunnel, {}), 'default');
          return terminal.answer(json, { recounted: true }, [
            'The worker is recounting. Counts are too low until it has finished.',
          ]);
        }
        if (application !== undefined) await operator.mustExist(application);
        return by === undefined ? showDays(terminal, operator, options) : showRates(terminal, operator, by, options);
      }),
    );

async function showDays(terminal: Terminal, operator: Operator, { application, from, to, json }: Options) {
  const query = queryWith(FindFunnel, { from: from ?? null, to: to ?? null, application: application ?? '*' });
  const funnel = await operator.ask(query, application ?? 'default');
  const rows = funnel.days.map((line) => [line.day, line.application, ...cells(line)]);
  terminal.answer(json, funnel, terminal.table([HEAD, ...rows, ['total', '', ...cells(funnel.total)]]));
}

async function showRates(
  terminal: Terminal,
  operator: Operator,
  by: ActivationGroups,
  { application, weeks, json }: Options,
) {
  const query = queryWith(FindActivationRates, { by, weeks: weeks ?? null, application: application ?? '*' });
  const rates = await operator.ask(query, application ?? 'default');
  const rows = rates.groups.map(({ name, ...counts }) => [name, ...rateCells(counts)]);
  const head = [by.toUpperCase().replace('-', ' '), 'PEOPLE', 'DELIVERED', 'BOUNCED', 'ACTIVATED', 'RATE'];
  terminal.answer(json, rates, terminal.table([head, ...rows, ['others', ...rateCells(rates.others)]]));
}

const cells = ({ signedUp, mailed, activated, superseded, expired, medianSecondsToActivate }: FunnelCounts) => [
  ...[signedUp, mailed, activated, superseded, expired].map(String),
  medianSecondsToActivate === null ? '' : `${medianSecondsToActivate} s`,
];

const rateCells = ({ people, delivered, bounced, activated }: ActivationCounts) => [
  ...[people, delivered, bounced, activated].map(String),
  people === 0 ? '' : `${Math.round((activated / people) * 100)} %`,
];

function day(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isDay) throw new InvalidArgumentError('Must be a day, such as 2026-11-21.');
  return text;
}
