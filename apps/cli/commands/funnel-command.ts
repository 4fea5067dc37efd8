import { queryWith } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { FindFunnel, type FunnelCounts, RecountFunnel } from '@gatehouse/registration/contract';
import { Command, InvalidArgumentError } from 'commander';
import { withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly application?: string;
  readonly from?: string;
  readonly to?: string;
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
    .option('--recount', 'instead, make the worker recount from the start of the event log')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse funnel --application shop --from 2026-11-01
  $ gatehouse funnel --recount`,
    )
    .action(({ application, recount, json, ...days }: Options) =>
      withOperator(terminal, async (operator) => {
        if (recount) {
          await operator.execute(commandFrom(RecountFunnel, {}), 'default');
          return terminal.answer(json, { recounted: true }, [
            'The worker is recounting. Counts are too low until it has finished.',
          ]);
        }
        if (application !== undefined) await operator.mustExist(application);
        const query = queryWith(FindFunnel, { ...days, application: application ?? '*' });
        const funnel = await operator.ask(query, application ?? 'default');
        const rows = funnel.days.map((line) => [line.day, line.application, ...cells(line)]);
        terminal.answer(json, funnel, terminal.table([HEAD, ...rows, ['total', '', ...cells(funnel.total)]]));
      }),
    );

const cells = ({ signedUp, mailed, activated, superseded, expired, medianSecondsToActivate }: FunnelCounts) => [
  ...[signedUp, mailed, activated, superseded, expired].map(String),
  medianSecondsToActivate === null ? '' : `${medianSecondsToActivate} s`,
];

function day(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isDay) throw new InvalidArgumentError('Must be a day, such as 2026-11-21.');
  return text;
}
