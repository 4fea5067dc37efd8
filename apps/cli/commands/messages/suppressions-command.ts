import { queryWith } from '@gatehouse/kernel';
import {
  FindSuppressionOfRecipient,
  FindSuppressions,
  RemoveSuppression,
  type Suppression,
} from '@gatehouse/notification/contract';
import { commandFrom } from '@gatehouse/platform/edge';
import { Command } from 'commander';
import { wholeNumber } from '../../arguments.js';
import { type Operator, upTo, withOperator } from '../../operator.js';
import type { Terminal } from '../../terminal.js';

interface Options {
  readonly application: string;
  readonly email?: string;
  readonly phone?: string;
  readonly json?: boolean;
}

interface ListOptions extends Options {
  readonly limit: number;
}

/** `gatehouse suppressions list|remove`. */
export function suppressionsCommand(terminal: Terminal): Command {
  const suppressions = new Command('suppressions').description('Recipients that nothing is sent to');
  const add = (usage: string, description: string): Command =>
    suppressions
      .command(usage)
      .description(description)
      .option('--application <slug>', 'the application', 'default')
      .option('--email <address>', 'this address')
      .option('--phone <number>', 'this phone number, such as +33612345678')
      .option('--json', 'print JSON');

  add('list', 'list suppressions, newest first')
    .option('--limit <count>', 'maximum number of results', wholeNumber, 50)
    .addHelpText(
      'after',
      `
Addresses are stored as keyed hashes only, so --email is how to find one.

Examples:
  $ gatehouse suppressions list --application shop
  $ gatehouse suppressions list --email ada@example.com`,
    )
    .action((options: ListOptions) => withOperator(terminal, (operator) => list(terminal, operator, options)));
  add('remove [id]', 'send to a recipient again')
    .addHelpText(
      'after',
      `
The provider may have a suppression list of its own.

Examples:
  $ gatehouse suppressions remove --email ada@example.com
  $ gatehouse suppressions remove 019a4f3e-7c1d-7d3e-9b1f-2f6f6d0c8a11 --application shop`,
    )
    .action((id: string | undefined, options: Options) =>
      withOperator(terminal, (operator) => remove(terminal, operator, id, options)),
    );
  return suppressions;
}

async function list(terminal: Terminal, operator: Operator, options: ListOptions): Promise<void> {
  const { application, limit, json } = options;
  await operator.mustExist(application);
  const recipient = recipientOf(options);
  const found =
    recipient === null
      ? await upTo(limit, async (after, most) => {
          const page = await operator.ask(queryWith(FindSuppressions, { after, limit: most }), application);
          return { entries: page.suppressions, nextAfter: page.nextAfter };
        })
      : await ofRecipient(operator, application, recipient);
  const rows = found.map((each) => [
    each.id,
    each.createdAt,
    each.channel,
    each.cause,
    each.reason ?? '',
    each.provider,
    each.userId ?? '',
  ]);
  const table = terminal.table([['ID', 'CREATED', 'CHANNEL', 'CAUSE', 'REASON', 'PROVIDER', 'USER'], ...rows]);
  terminal.answer(json, found, table);
}

async function remove(terminal: Terminal, operator: Operator, id: string | undefined, options: Options): Promise<void> {
  const { application, json } = options;
  const recipient = recipientOf(options);
  if ((id === undefined) === (recipient === null)) throw new Error('Name an id, --email or --phone');
  await operator.mustExist(application);
  const found = recipient === null ? [] : await ofRecipient(operator, application, recipient);
  const ids = id === undefined ? found.map((each) => each.id) : [id];
  if (ids.length === 0) throw new Error('Messages are sent to this recipient already');
  for (const suppressionId of ids) {
    await operator.execute(commandFrom(RemoveSuppression, { suppressionId }), application);
  }
  terminal.answer(
    json,
    { removed: ids },
    ids.map((each) => `removed: ${each}`),
  );
}

function recipientOf({ email, phone }: Options): string | null {
  if (email !== undefined && phone !== undefined) throw new Error('Name either --email or --phone');
  return email ?? phone ?? null;
}

async function ofRecipient(operator: Operator, application: string, recipient: string): Promise<Suppression[]> {
  const page = await operator.ask(queryWith(FindSuppressionOfRecipient, { recipient }), application);
  return page.suppressions;
}
