import { queryWith } from '@gatehouse/kernel';
import { type FeedbackAverage, FindFeedback, FindFeedbackWeeks } from '@gatehouse/registration/contract';
import { Command } from 'commander';
import { wholeNumber } from '../arguments.js';
import { upTo, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface ListOptions {
  readonly application: string;
  readonly limit: number;
  readonly json?: boolean;
}

interface WeeksOptions {
  readonly application: string;
  readonly weeks?: number;
  readonly json?: boolean;
}

/** `gatehouse feedback`. */
export function feedbackCommand(terminal: Terminal): Command {
  const feedback = new Command('feedback').description('Shows what people said about their activation').addHelpText(
    'after',
    `
Examples:
  $ gatehouse feedback list --application shop
  $ gatehouse feedback weeks --application shop --weeks 4 --json`,
  );
  feedback
    .command('list')
    .description('list feedback, latest first')
    .option('--application <slug>', 'the application', 'default')
    .option('--limit <count>', 'maximum number of results', wholeNumber, 50)
    .option('--json', 'print JSON')
    .action(({ application, limit, json }: ListOptions) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        const found = await upTo(limit, async (after, most) => {
          const page = await operator.ask(queryWith(FindFeedback, { after, limit: most }), application);
          return { entries: page.feedback, nextAfter: page.nextAfter };
        });
        const rows = found.map(({ givenAt, userId, ease, text }) => [givenAt, userId, String(ease), text ?? '']);
        terminal.answer(json, found, terminal.table([['GIVEN', 'USER', 'EASE', 'TEXT'], ...rows]));
      }),
    );
  feedback
    .command('weeks')
    .description('show the average by week (UTC, from Monday)')
    .option('--application <slug>', 'the application', 'default')
    .option('--weeks <count>', 'how many, including the current one; 12 by default', wholeNumber)
    .option('--json', 'print JSON')
    .action(({ application, weeks, json }: WeeksOptions) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        const found = await operator.ask(queryWith(FindFeedbackWeeks, { weeks: weeks ?? null }), application);
        const rows = found.weeks.map((line) => [line.week, ...cells(line)]);
        terminal.answer(
          json,
          found,
          terminal.table([['WEEK', 'ANSWERS', 'AVERAGE'], ...rows, ['total', ...cells(found.total)]]),
        );
      }),
    );
  return feedback;
}

const cells = ({ answers, averageEase }: FeedbackAverage) => [String(answers), averageEase?.toFixed(2) ?? ''];
