import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { explainFailure } from '@gatehouse/platform/process';
import { Command, CommanderError } from 'commander';
import { explainFileFault } from './arguments.js';
import { applicationsCommand } from './commands/applications-command.js';
import { auditCommand } from './commands/audit-command.js';
import { createAdminCommand } from './commands/create-admin-command.js';
import { eventsCommand } from './commands/events-command.js';
import { exportCommand } from './commands/export-command.js';
import { feedbackCommand } from './commands/feedback-command.js';
import { funnelCommand } from './commands/funnel-command.js';
import { importCommand } from './commands/import-command.js';
import { keysCommand } from './commands/keys-command.js';
import { messagesCommand } from './commands/messages/messages-command.js';
import { suppressionsCommand } from './commands/messages/suppressions-command.js';
import { migrateCommand } from './commands/migrate-command.js';
import { providersCommand } from './commands/providers-command.js';
import { smsCommand } from './commands/sms-command.js';
import { templatesCommand } from './commands/templates-command.js';
import { usersCommand } from './commands/users-command.js';
import { webhooksCommand } from './commands/webhooks-command.js';
import { doctorCommand } from './doctor/doctor-command.js';
import { BROKEN_PIPE, isBrokenPipe, type Terminal } from './terminal.js';

/** Everything that `gatehouse` can be asked. */
export const gatehouse = (terminal: Terminal): Command =>
  new Command('gatehouse')
    .description('Administers a Gatehouse deployment')
    .version(version(), '--version', 'print the version')
    .addHelpText(
      'after',
      `
It reads the same environment as the service: DATABASE_URL, CODE_KEYS, TOKEN_KEYS and the others. If that names no
database, it uses the one that npm start runs in this folder.
Exit codes: 0 success, 1 refused or failed, 2 invalid usage.

Examples:
  $ gatehouse doctor
  $ gatehouse migrate up
  $ gatehouse create-admin --email ada@example.com
  $ gatehouse applications create shop --name "The Shop" --origin https://shop.example
  $ gatehouse keys create --application shop --name "billing backend"
  $ gatehouse users search lovelace --application shop
  $ gatehouse messages list --state dead-letter
  $ gatehouse import users.ndjson --application shop`,
    )
    .addCommand(migrateCommand(terminal))
    .addCommand(createAdminCommand(terminal))
    .addCommand(applicationsCommand(terminal))
    .addCommand(keysCommand(terminal))
    .addCommand(webhooksCommand(terminal))
    .addCommand(eventsCommand(terminal))
    .addCommand(usersCommand(terminal))
    .addCommand(messagesCommand(terminal))
    .addCommand(suppressionsCommand(terminal))
    .addCommand(templatesCommand(terminal))
    .addCommand(providersCommand(terminal))
    .addCommand(smsCommand(terminal))
    .addCommand(importCommand(terminal))
    .addCommand(exportCommand(terminal))
    .addCommand(auditCommand(terminal))
    .addCommand(funnelCommand(terminal))
    .addCommand(feedbackCommand(terminal))
    .addCommand(doctorCommand(terminal));

const MISUNDERSTOOD = 2;

/**
 * Runs `gatehouse <args…>` and answers the exit code: 0 done, 1 refused or failed, 2 not understood. What went wrong has
 * been said by then.
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await settle(gatehouse(terminal), terminal).parseAsync(args, { from: 'user' });
    return terminal.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said it already.
      return error.exitCode === 0 ? 0 : MISUNDERSTOOD;
    }
    if (isBrokenPipe(error)) return BROKEN_PIPE;
    terminal.errors.write(`gatehouse: ${explainFileFault(error) ?? explainFailure(error)}\n`);
    return 1;
  }
}

/** The version of the package that this runs from. */
function version(): string {
  const manifest = findPackageJSON(import.meta.url);
  return (JSON.parse(readFileSync(manifest ?? '', 'utf8')) as { version: string }).version;
}

/** Has it answer at the terminal, and throw instead of leaving the process at once, which could cut the output off. */
function settle(command: Command, terminal: Terminal): Command {
  command
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({
      writeOut: (text) => void terminal.output.write(text),
      writeErr: (text) => void terminal.errors.write(text),
    });
  for (const inner of command.commands) settle(inner, terminal);
  return command;
}
