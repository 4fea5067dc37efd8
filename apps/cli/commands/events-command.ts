import { PLATFORM } from '@gatehouse/platform/container';
import { republishEvents } from '@gatehouse/platform/nats';
import { Command, InvalidArgumentError } from 'commander';
import { Refused, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly since: Date;
  readonly application?: string;
  readonly json?: boolean;
}

/** `gatehouse events republish`. */
export function eventsCommand(terminal: Terminal): Command {
  const events = new Command('events').description('Publishes events again that the broker has lost');
  events
    .command('republish')
    .description('Publishes events again that the broker has lost, only those without a copy there')
    .requiredOption('--since <time>', 'events at or after this time, such as 2026-11-21T00:00:00Z', moment)
    .option('--application <slug>', 'only this application; all by default')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Nothing is published twice. Subscribers get these events late, with the id and the time that they have always had.

Example:
  $ gatehouse events republish --since 2026-11-21T00:00:00Z`,
    )
    .action(({ since, application, json }: Options) =>
      withOperator(terminal, async (operator) => {
        if (application !== undefined) await operator.mustExist(application);
        const { container } = operator;
        const { nats: settings } = container.get(PLATFORM.settings);
        if (settings === null)
          throw new Refused({ code: 'broker-none', detail: 'No broker is configured: set NATS_URL' });
        const parts = {
          settings,
          database: container.get(PLATFORM.database),
          personal: container.getAll(PLATFORM.personalEvents),
          metrics: container.get(PLATFORM.metrics),
          logger: container.get(PLATFORM.logger),
        };
        const query = { since, application: application ?? null };
        const done = await republishEvents(parts, query, operator.context(application ?? 'default'));
        terminal.answer(json, done, [`${done.published} published again, ${done.present} already there`]);
      }),
    );
  return events;
}

function moment(text: string): Date {
  const parsed = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(parsed.getTime()))
    throw new InvalidArgumentError('Must be a time such as 2026-11-21T00:00:00Z.');
  return parsed;
}
