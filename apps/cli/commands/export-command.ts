import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { PLATFORM } from '@gatehouse/platform/container';
import { exportedUsers } from '@gatehouse/registration/contract';
import { Command } from 'commander';
import { withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly application: string;
  readonly output?: string;
}

/** `gatehouse export`. */
export const exportCommand = (terminal: Terminal): Command =>
  new Command('export')
    .description('Exports the users of an application, one per line, as JSON, without passwords or their hashes')
    .option('--application <slug>', 'the application', 'default')
    .option('--output <file>', 'write to this file instead of standard output; it contains personal data')
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse export --application shop --output users.ndjson
  $ gatehouse export --application shop | jq -r 'select(.state == "active") | .email'`,
    )
    .action(({ application, output }: Options) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        const people = exportedUsers(operator.container.get(PLATFORM.queryBus), operator.context(application));
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
