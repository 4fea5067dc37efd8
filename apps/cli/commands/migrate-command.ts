import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { type Migrator, UnusableServer } from '@gatehouse/platform/migrations';
import { DatabaseUrlFault, faultKind } from '@gatehouse/platform/postgres';
import { explainFailure } from '@gatehouse/platform/process';
import { Command } from 'commander';
import { confirm, type Terminal } from '../terminal.js';

interface MigrateOptions {
  readonly json?: boolean;
  readonly to?: string;
  readonly yes?: boolean;
}

/** `gatehouse migrate up|down|status`, on the database in DATABASE_URL. */
export function migrateCommand(terminal: Terminal): Command {
  const migrate = new Command('migrate').description('Migrates the database in DATABASE_URL');
  const tell = (line: string) => void terminal.errors.write(`gatehouse: ${line}\n`);
  const add = (
    name: string,
    description: string,
    run: (migrator: Migrator, options: MigrateOptions) => Promise<void>,
  ) =>
    migrate
      .command(name)
      .description(description)
      .option('--json', 'print JSON')
      .action(async (options: MigrateOptions) =>
        withNamedSetting(async () => run(await deploymentMigrator(databaseUrl(terminal), tell), options)),
      );

  add('up', 'apply all pending migrations', async (migrator, { json, to }) =>
    report(terminal, await migrator.up(to), 'applied', json),
  ).option('--to <migration>', 'up to and including this one');
  add('down', 'revert the last migration', async (migrator, { json, to, yes = false }) => {
    if (to !== undefined) await confirmLoss(terminal, migrator, to, yes);
    report(terminal, await migrator.down(to === 'all' ? 0 : to), 'reverted', json);
  })
    .option('--to <migration>', 'down to and including this one; "all" empties the schema')
    .option('--yes', 'revert several without asking');
  add('status', 'list all migrations, applied or pending', async (migrator, { json }) => {
    const all = await migrator.status();
    terminal.say(json ? JSON.stringify(all) : all.map(({ name, state }) => `${state.padEnd(8)} ${name}`).join('\n'));
  });
  return migrate;
}

/** @throws Error unless the caller agrees to lose what more than one migration has brought */
async function confirmLoss(terminal: Terminal, migrator: Migrator, to: string, isConfirmed: boolean): Promise<void> {
  const doomed = (await migrator.status()).filter(
    ({ name, state }) => state === 'applied' && (to === 'all' || name >= to),
  );
  if (doomed.length < 2) return;
  const what = to === 'all' ? `all ${doomed.length} migrations` : `${doomed.length} migrations`;
  await confirm(terminal, `This reverts ${what} and deletes the data they hold.`, isConfirmed);
}

function report(terminal: Terminal, names: readonly string[], verb: string, json: boolean | undefined): void {
  const lines =
    names.length > 0
      ? names.map((name) => `${verb} ${name}`).join('\n')
      : `nothing to ${verb === 'applied' ? 'apply' : 'revert'}`;
  terminal.say(json ? JSON.stringify({ [verb]: names }) : lines);
}

/** Names the setting in front of whatever is wrong with the database itself. */
async function withNamedSetting(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (error instanceof DatabaseUrlFault) throw new Error(`DATABASE_URL ${error.message}`, { cause: error });
    const isOfDatabase = error instanceof UnusableServer || faultKind(error) !== null;
    throw isOfDatabase ? new Error(`DATABASE_URL: ${explainFailure(error)}`, { cause: error }) : error;
  }
}

function databaseUrl({ environment }: Terminal): string {
  // Migrations hold a lock of their session.
  const url = environment['DATABASE_DIRECT_URL'] || environment['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is missing: postgres://user:password@host:5432/database');
  return url;
}
