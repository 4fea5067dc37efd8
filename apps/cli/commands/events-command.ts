import { LOG_READERS } from '@gatehouse/deployment';
import {
  type ArchivedMonth,
  ArchiveRefused,
  archiveEvents,
  ClosedMonths,
  verifyArchive,
} from '@gatehouse/platform/archive';
import { PLATFORM } from '@gatehouse/platform/container';
import { EventsArchived, republishEvents } from '@gatehouse/platform/nats';
import { Command, InvalidArgumentError } from 'commander';
import { Refused, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly since: Date;
  readonly application?: string;
  readonly json?: boolean;
}

interface ArchiveOptions {
  readonly before: string;
  readonly to: string;
  readonly drop?: boolean;
  readonly keepPersonalData?: boolean;
  readonly ignore: readonly string[];
  readonly json?: boolean;
}

/** `gatehouse events`: republish, archive and verify. */
export function eventsCommand(terminal: Terminal): Command {
  const events = new Command('events').description(
    'Archives old events, and publishes events again that the broker has lost',
  );
  addArchive(events, terminal);
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
        try {
          const done = await republishEvents(parts, query, operator.context(application ?? 'default'));
          terminal.answer(json, done, [`${done.published} published again, ${done.present} already there`]);
        } catch (error) {
          throw error instanceof EventsArchived
            ? new Refused({ code: 'events-archived', detail: error.message })
            : error;
        }
      }),
    );
  return events;
}

function addArchive(events: Command, terminal: Terminal): void {
  events
    .command('archive')
    .description('Writes past months of the event log to files')
    .requiredOption('--before <month>', 'months before this one, such as 2026-01', month)
    .requiredOption('--to <folder>', 'each month gets a folder in it')
    .option('--drop', 'delete these months from the database once their files have been checked')
    .option('--keep-personal-data', 'also write addresses and other personal data; by default these fields become null')
    .option(
      '--ignore <relay>',
      'with --drop: a relay that has not read so far and never will; repeatable',
      collected,
      [],
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Files are NDJSON, one CloudEvent with its cursor on each line, compressed with gzip; manifest.json has their counts and
SHA-256. After an interruption, run it again: it continues. A month can be archived when it has been over for seven days.

Example:
  $ gatehouse events archive --before 2026-01 --to /var/archive
  $ gatehouse events verify /var/archive
  $ gatehouse events archive --before 2026-01 --to /var/archive --drop`,
    )
    .action(({ before, to, drop, keepPersonalData, ignore, json }: ArchiveOptions) =>
      withOperator(terminal, async (operator) => {
        const { container } = operator;
        const { url, directUrl } = container.get(PLATFORM.settings).database;
        const parts = {
          months: new ClosedMonths(container.get(PLATFORM.database), directUrl ?? url),
          personal: container.getAll(PLATFORM.personalEvents),
          holds: container.getAll(PLATFORM.eventHolds),
          subscribers: LOG_READERS,
        };
        const asked = {
          before,
          folder: terminal.file(to),
          drop: drop === true,
          keepPersonalData: keepPersonalData === true,
          ignored: ignore,
        };
        const done: ArchivedMonth[] = [];
        try {
          for await (const archived of archiveEvents(parts, asked, operator.context('default'))) done.push(archived);
        } catch (error) {
          throw error instanceof ArchiveRefused ? new Refused({ code: error.code, detail: error.message }) : error;
        }
        const lines = done.map(toldMonth);
        terminal.answer(json, done, lines.length > 0 ? lines : ['nothing to archive']);
      }),
    );
  events
    .command('verify')
    .description('Checks archived events against their manifests; needs no database')
    .argument('<folder>', 'the folder of the archive')
    .option('--json', 'print JSON')
    .action(async (folder: string, { json }: { readonly json?: boolean }) => {
      const months = await verifyArchive(terminal.file(folder));
      const lines = months.flatMap(({ month, events, faults }) =>
        faults.length === 0
          ? [`good  ${month}  ${numberOf(events)}`]
          : faults.map((fault) => `bad   ${month}  ${fault}`),
      );
      terminal.answer(json, months, lines.length > 0 ? lines : ['no archived months']);
      if (months.length === 0 || months.some(({ faults }) => faults.length > 0)) terminal.exitCode = 1;
    });
}

const toldMonth = ({ month, events, folder, dropped }: ArchivedMonth): string =>
  `${month}: ${numberOf(events)} in ${folder}${dropped ? ', deleted from the database' : ''}`;

const numberOf = (events: number): string => (events === 1 ? '1 event' : `${events} events`);

const collected = (value: string, before: readonly string[]): string[] => [...before, value];

function month(text: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new InvalidArgumentError('Must be a month, such as 2026-01.');
  return text;
}

function moment(text: string): Date {
  const parsed = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(parsed.getTime()))
    throw new InvalidArgumentError('Must be a time such as 2026-11-21T00:00:00Z.');
  return parsed;
}
