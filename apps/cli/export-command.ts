import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { exportedUsers, REGISTRATION } from '@gatehouse/registration';
import { Command } from 'commander';
import { inHouse } from './operator-house.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly application: string;
  readonly output?: string;
}

/** `gatehouse export`. */
export const exportCommand = (terminal: Terminal): Command =>
  new Command('export')
    .description('Writes everybody of an application, one a line, as JSON; passwords and their hashes are left out')
    .option('--application <slug>', 'whose people', 'default')
    .option('--output <file>', 'where to, instead of the standard output; it holds personal data')
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse export --application shop --output users.ndjson
  $ gatehouse export --application shop | jq -r 'select(.state == "active") | .email'`,
    )
    .action(({ application, output }: Options) =>
      inHouse(terminal, async (house) => {
        await house.mustExist(application);
        const people = exportedUsers(house.container.get(REGISTRATION.exportUsers), house.context(application));
        const target =
          output === undefined ? terminal.output : createWriteStream(terminal.file(output), { mode: 0o600 });
        await pipeline(
          async function* () {
            for await (const batch of people) yield batch.map((person) => `${JSON.stringify(person)}\n`).join('');
          },
          target,
          { end: output !== undefined },
        );
      }),
    );
