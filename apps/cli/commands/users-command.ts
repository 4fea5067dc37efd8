import { queryWith } from '@gatehouse/kernel';
import { LEAST_ASCII, SearchUsers, searchTextOf, USER_STATES, type UserRecord } from '@gatehouse/registration/contract';
import { Command, Option } from 'commander';
import { wholeNumber } from '../arguments.js';
import { type Operator, Refused, upTo, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface SearchOptions {
  readonly application: string;
  readonly state?: UserRecord['state'];
  readonly limit: number;
  readonly json?: boolean;
}

/** `gatehouse users search`. */
export function usersCommand(terminal: Terminal): Command {
  const users = new Command('users').description('Finds people by part of an address, a name or a phone number');
  users
    .command('search <text>')
    .description('list the people that match, newest first')
    .option('--application <slug>', 'the application', 'default')
    .addOption(new Option('--state <state>', 'only this one').choices(USER_STATES))
    .option('--limit <count>', 'maximum number of results', wholeNumber, 50)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Case and accents do not count. The audit log records whose data was shown, not what was searched for.

Examples:
  $ gatehouse users search lovelace --application shop
  $ gatehouse users search "+33 6 12 34" --state active --json`,
    )
    .action((typed: string, options: SearchOptions) =>
      withOperator(terminal, (operator) => search(terminal, operator, typed, options)),
    );
  return users;
}

async function search(terminal: Terminal, operator: Operator, typed: string, options: SearchOptions): Promise<void> {
  const { application, limit, json } = options;
  await operator.mustExist(application);
  if (searchTextOf(typed) === null) {
    throw new Refused({ code: 'validation-failed', detail: `Search for at least ${LEAST_ASCII} characters` });
  }
  const found = await upTo(limit, async (after, most) => {
    const query = queryWith(SearchUsers, { text: typed, state: options.state ?? null, after, limit: most });
    const page = await operator.ask(query, application);
    return { entries: page.users, nextAfter: page.nextAfter };
  });
  const rows = found.map((user) => [
    user.id,
    user.state,
    user.email ?? '',
    [user.name, user.surname].filter(Boolean).join(' '),
    user.phone ?? '',
    user.acceptedTerms?.version ?? '',
    user.createdAt,
  ]);
  terminal.answer(
    json,
    found,
    terminal.table([['ID', 'STATE', 'EMAIL', 'NAME', 'PHONE', 'TERMS', 'CREATED'], ...rows]),
  );
}
