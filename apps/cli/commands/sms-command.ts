import { queryWith } from '@gatehouse/kernel';
import { FindTextSpend } from '@gatehouse/notification/contract';
import { commandFrom } from '@gatehouse/platform/edge';
import { FindTextStops, FindTextTraffic, LiftTextStop, type TextCounts } from '@gatehouse/registration/contract';
import { Command } from 'commander';
import { upTo, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly application: string;
  readonly json?: boolean;
}

interface SpendOptions extends Options {
  readonly from?: string;
  readonly to?: string;
}

/** `gatehouse sms stops|lift|traffic|spend`. */
export function smsCommand(terminal: Terminal): Command {
  const sms = new Command('sms')
    .description('Shows where SMS go and what they cost, and lifts stops of ranges and countries')
    .addHelpText(
      'after',
      `
A range is a number without its last four digits.

Examples:
  $ gatehouse sms stops --application shop
  $ gatehouse sms lift 019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a17 --application shop
  $ gatehouse sms spend --application '*' --from 2026-11-01`,
    );
  withApplication(sms.command('stops'))
    .description('list ranges and countries that get no SMS')
    .action(({ application, json }: Options) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        const found = await upTo(Number.POSITIVE_INFINITY, async (after, most) => {
          const page = await operator.ask(queryWith(FindTextStops, { after, limit: most }), application);
          return { entries: page.stops, nextAfter: page.nextAfter };
        });
        const rows = found.map(({ id, place, reason, asked, proven, endsAt }) => [
          id,
          place,
          reason,
          String(asked),
          String(proven),
          endsAt,
        ]);
        terminal.answer(
          json,
          found,
          terminal.table([['STOP', 'PLACE', 'REASON', 'REQUESTED', 'ENTERED', 'ENDS'], ...rows]),
        );
      }),
    );
  withApplication(sms.command('lift <stop>'))
    .description('send SMS to a range or country again')
    .action((stopId: string, { application, json }: Options) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        await operator.execute(commandFrom(LiftTextStop, { stopId }), application);
        terminal.answer(json, { lifted: stopId }, ['Lifted']);
      }),
    );
  withApplication(sms.command('traffic'))
    .description('show requested and entered codes of the last 24 hours')
    .action(({ application, json }: Options) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        const found = await operator.ask(queryWith(FindTextTraffic, {}), application);
        const rows = [
          ...found.countries.map((counts) => [counts.country, '', ...cells(counts)]),
          ...found.ranges.map((counts) => [counts.country, counts.range, ...cells(counts)]),
        ];
        terminal.answer(json, found, terminal.table([['COUNTRY', 'RANGE', 'REQUESTED', 'ENTERED', 'SHARE'], ...rows]));
      }),
    );
  sms
    .command('spend')
    .description('show what SMS cost by application and day, by the prices of SMS_PRICES')
    .option('--application <slug>', 'an application, or * for all', '*')
    .option('--from <day>', 'the first day (UTC), as YYYY-MM-DD; 30 days by default')
    .option('--to <day>', 'the last day (UTC); today by default')
    .option('--json', 'print JSON')
    .action(({ application, from, to, json }: SpendOptions) =>
      withOperator(terminal, async (operator) => {
        const query = queryWith(FindTextSpend, { application, from: from ?? null, to: to ?? null });
        const found = await operator.ask(query, 'default');
        const rows = [
          ...found.days.map((line) => [line.day, line.application, ...costs(line)]),
          ...found.totals.map((line) => ['total', '', ...costs(line)]),
        ];
        const head = ['DAY', 'APPLICATION', 'AMOUNT', 'CURRENCY', 'MESSAGES', 'SEGMENTS', 'UNPRICED'];
        terminal.answer(json, found, terminal.table([head, ...rows]));
      }),
    );
  return sms;
}

const withApplication = (command: Command): Command =>
  command.option('--application <slug>', 'the application', 'default').option('--json', 'print JSON');

const cells = ({ asked, proven, provenPercent }: TextCounts): string[] => [
  String(asked),
  String(proven),
  provenPercent === null ? '' : `${provenPercent} %`,
];

interface Costs {
  readonly amount: string;
  readonly currency: string;
  readonly messages: number;
  readonly segments: number;
  readonly unpriced: number;
}

const costs = ({ amount, currency, messages, segments, unpriced }: Costs): string[] => [
  amount,
  currency,
  String(messages),
  String(segments),
  String(unpriced),
];
