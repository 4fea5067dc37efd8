import { FindRoles, GrantRole } from '@gatehouse/access/contract';
import { queryWith } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { CreateAccount, FindIdsOfAddress } from '@gatehouse/registration/contract';
import { Command, Option } from 'commander';
import { type Operator, withOperator } from '../operator.js';
import { readPassword, type Terminal } from '../terminal.js';

interface Options {
  readonly email: string;
  readonly application: string;
  readonly role: string;
  readonly ifNone?: boolean;
  readonly json?: boolean;
}

/** `gatehouse create-admin`: the first of them, and anyone else who is to be trusted. */
export const createAdminCommand = (terminal: Terminal): Command =>
  new Command('create-admin')
    .description('Grants an account a role, and creates the account if it does not exist')
    .requiredOption('--email <address>', 'the email address of the account')
    .option('--application <slug>', 'the application; a role in "default" applies to every application', 'default')
    .addOption(new Option('--role <role>', 'the role to grant').choices(['admin', 'support']).default('admin'))
    .option('--if-none', 'do nothing if somebody has a role in the application already')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The password of a new account is prompted for, or read from the first line of standard input.

Examples:
  $ gatehouse create-admin --email ada@example.com
  $ gatehouse create-admin --email ada@example.com --json < password.txt
  $ gatehouse create-admin --email eve@shop.example --application shop --role support`,
    )
    .action((options: Options) => withOperator(terminal, (operator) => createAdmin(terminal, operator, options)));

async function createAdmin(
  terminal: Terminal,
  operator: Operator,
  { email, application, role, ifNone, json }: Options,
): Promise<void> {
  await operator.mustExist(application);
  if (ifNone && (await operator.ask(queryWith(FindRoles, {}), application)).roles.length > 0) {
    terminal.answer(json, { userId: null, application, role, created: false }, [
      `Nothing was changed: somebody has a role in ${application} already.`,
    ]);
    return;
  }
  const query = queryWith(FindIdsOfAddress, { email });
  const found = await operator.container.get(PLATFORM.queryBus).ask(query, operator.context(application));
  // What is no address is refused as the account is made.
  const known = found.ok ? found.value.find(({ state }) => state === 'active') : undefined;
  const userId = known?.id ?? (await createAccount(terminal, operator, email, application));
  await operator.execute(commandFrom(GrantRole, { userId, role }), application);
  terminal.answer(json, { userId, application, role, created: !known }, [
    `${email} has the role ${role} in ${application}${known ? '' : ', with a new account'}.`,
    `Sign in at /console, or with POST /v1/sessions and use the access token at /v1/admin.`,
  ]);
}

async function createAccount(
  terminal: Terminal,
  operator: Operator,
  email: string,
  application: string,
): Promise<string> {
  const password = await readPassword(terminal);
  return (await operator.execute(commandFrom(CreateAccount, { email, password }), application)).userId;
}
