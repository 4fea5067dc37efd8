import { queryWith } from '@gatehouse/kernel';
import {
  type DeadLettersHandled,
  DropMessage,
  DropMessages,
  FindMessages,
  FindMessagesOfAddress,
  LISTED_STATES,
  type ListedState,
  MESSAGE_CHANNELS,
  type MessageChannel,
  RetryMessage,
  RetryMessages,
} from '@gatehouse/notification/contract';
import { commandFrom } from '@gatehouse/platform/edge';
import { Command, Option } from 'commander';
import { wholeNumber } from '../../arguments.js';
import { type Operator, upTo, withOperator } from '../../operator.js';
import type { Terminal } from '../../terminal.js';

interface Options {
  readonly application: string;
  readonly channel?: MessageChannel;
  readonly template?: string;
  readonly since?: string;
  readonly before?: string;
  readonly json?: boolean;
}

interface ListOptions extends Options {
  readonly state?: ListedState;
  readonly email?: string;
  readonly limit: number;
}

interface SelectionOptions extends Options {
  readonly all?: boolean;
  readonly failure?: string;
}

const BATCH = 500;

/** `gatehouse messages list|retry|drop`. */
export function messagesCommand(terminal: Terminal): Command {
  const messages = new Command('messages').description('Lists messages, and retries or drops dead letters');
  const add = (usage: string, description: string): Command =>
    messages
      .command(usage)
      .description(description)
      .option('--application <slug>', 'the application', 'default')
      .addOption(new Option('--channel <channel>', 'only this one').choices(MESSAGE_CHANNELS))
      .option('--template <name>', 'only this template, such as activation-code')
      .option('--since <time>', 'created at this time (RFC 3339) or later')
      .option('--before <time>', 'created before this time (RFC 3339)')
      .option('--json', 'print JSON');

  add('list', 'list messages, newest first')
    .addOption(new Option('--state <state>', 'only this one').choices(LISTED_STATES))
    .option('--email <address>', 'only messages to this address')
    .option('--limit <count>', 'maximum number of results', wholeNumber, 50)
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse messages list --application shop --state dead-letter
  $ gatehouse messages list --email ada@example.com --json`,
    )
    .action((options: ListOptions) => withOperator(terminal, (operator) => list(terminal, operator, options)));
  withSelection(add('retry [id]', 'retry a dead letter, or all of them with --all'))
    .addHelpText(
      'after',
      `
A message that is no longer needed is not sent: it fails as code-over or code-unknown.

Examples:
  $ gatehouse messages retry 019a4f3e-7c1c-7d3e-9b1f-2f6f6d0c8a11
  $ gatehouse messages retry --all --application shop --failure refused --since 2026-11-21T09:00:00Z`,
    )
    .action((id: string | undefined, options: SelectionOptions) =>
      withOperator(terminal, (operator) =>
        handle(terminal, operator, id, options, { ofOne: RetryMessage, ofAll: RetryMessages, done: 'queued' }),
      ),
    );
  withSelection(add('drop [id]', 'drop a dead letter, or all of them with --all'))
    .addHelpText(
      'after',
      `
Example:
  $ gatehouse messages drop --all --before 2026-11-20T00:00:00Z`,
    )
    .action((id: string | undefined, options: SelectionOptions) =>
      withOperator(terminal, (operator) =>
        handle(terminal, operator, id, options, { ofOne: DropMessage, ofAll: DropMessages, done: 'dropped' }),
      ),
    );
  return messages;
}

interface MessageAction {
  readonly ofOne: typeof RetryMessage | typeof DropMessage;
  readonly ofAll: typeof RetryMessages | typeof DropMessages;
  readonly done: string;
}

const withSelection = (command: Command): Command =>
  command
    .option('--all', 'all dead letters that match the other options')
    .addOption(
      new Option('--failure <reason>', 'only those that failed for this reason').choices([
        'deadline-passed',
        'refused',
      ]),
    );

async function list(terminal: Terminal, operator: Operator, options: ListOptions): Promise<void> {
  const { application, email, limit, json } = options;
  await operator.mustExist(application);
  const filter = {
    state: options.state ?? null,
    channel: options.channel ?? null,
    template: options.template ?? null,
    createdFrom: momentOf(options.since),
    createdBefore: momentOf(options.before),
  };
  const found = await upTo(limit, async (after, most) => {
    const fields = { ...filter, after, limit: most };
    const query =
      email === undefined ? queryWith(FindMessages, fields) : queryWith(FindMessagesOfAddress, { ...fields, email });
    const page = await operator.ask(query, application);
    return { entries: page.messages, nextAfter: page.nextAfter };
  });
  const rows = found.map((message) => [
    message.id,
    message.createdAt,
    message.channel,
    message.recipient ?? '',
    message.template ?? '',
    message.deadLetter ? 'dead-letter' : message.state,
    String(message.attempts),
    message.failure ?? '',
    message.answers.at(-1)?.answer ?? '',
  ]);
  terminal.answer(
    json,
    found,
    terminal.table([['ID', 'CREATED', 'CHANNEL', 'TO', 'TEMPLATE', 'STATE', 'ATTEMPTS', 'FAILURE', 'ANSWER'], ...rows]),
  );
}

async function handle(
  terminal: Terminal,
  operator: Operator,
  id: string | undefined,
  options: SelectionOptions,
  { ofOne, ofAll, done }: MessageAction,
): Promise<void> {
  const { application, all, json } = options;
  if ((id === undefined) !== (all === true)) throw new Error('Name a message, or use --all');
  await operator.mustExist(application);
  if (id !== undefined) {
    await operator.execute(commandFrom(ofOne, { messageId: id }), application);
    return terminal.answer(json, { count: 1 }, [`${done}: ${id}`]);
  }
  const fields = {
    channel: options.channel ?? null,
    template: options.template ?? null,
    failure: options.failure ?? null,
    createdFrom: momentOf(options.since),
    // What dies while this runs is for another time, or a provider that refuses everything would keep it running.
    createdBefore: momentOf(options.before) ?? new Date().toISOString(),
    limit: BATCH,
  };
  let count = 0;
  for (let handled: DeadLettersHandled; ; ) {
    handled = await operator.execute(commandFrom(ofAll, fields), application);
    count += handled.count;
    // None of those that are left could be had: somebody else is at work on them.
    if (!handled.more || handled.count === 0) break;
  }
  terminal.answer(json, { count }, [`${done}: ${count} ${count === 1 ? 'message' : 'messages'}`]);
}

const momentOf = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new Error(`"${text}" is not a time, such as 2026-11-21T09:00:00Z`);
  return moment.toISOString();
};
