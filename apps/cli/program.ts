import { Command } from 'commander';
import { applicationsCommand } from './applications-command.js';
import { auditCommand } from './audit-command.js';
import { createAdminCommand } from './create-admin-command.js';
import { doctorCommand } from './doctor-command.js';
import { eventsCommand } from './events-command.js';
import { exportCommand } from './export-command.js';
import { funnelCommand } from './funnel-command.js';
import { importCommand } from './import-command.js';
import { keysCommand } from './keys-command.js';
import { messagesCommand } from './messages-command.js';
import { migrateCommand } from './migrate-command.js';
import { templatesCommand } from './templates-command.js';
import type { Terminal } from './terminal.js';
import { usersCommand } from './users-command.js';
import { version } from './version.js';
import { webhooksCommand } from './webhooks-command.js';

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
    .addCommand(templatesCommand(terminal))
    .addCommand(importCommand(terminal))
    .addCommand(exportCommand(terminal))
    .addCommand(auditCommand(terminal))
    .addCommand(funnelCommand(terminal))
    .addCommand(doctorCommand(terminal));
