import { CreateKey, FindKeys, type NewApplicationKey, RevokeKey, RotateKey } from '@gatehouse/applications/contract';
import { KEY_SCOPES, queryWith } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { Command, InvalidArgumentError } from 'commander';
import { withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface KeyOptions {
  readonly application: string;
  readonly name: string;
  readonly scope?: string[];
  readonly lifeSeconds?: number;
  readonly overlapSeconds?: number;
  readonly json?: boolean;
}

/** `gatehouse keys create|rotate|revoke|list`. */
export function keysCommand(terminal: Terminal): Command {
  const keys = new Command('keys').description('Creates, rotates, revokes and lists the secret keys of an application');
  const add = (usage: string, description: string): Command =>
    keys
      .command(usage)
      .description(description)
      .option('--application <slug>', 'the application', 'default')
      .option('--json', 'print JSON');

  add('create', 'create a key; it is shown only once')
    .requiredOption('--name <name>', 'a description')
    .option('--scope <scope...>', 'its scopes; all except keys:write by default')
    .option('--life-seconds <seconds>', 'how long it is valid', wholeNumber)
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse keys create --application shop --name "billing backend"
  $ gatehouse keys create --application shop --name metrics --scope statistics:read users:read
  $ gatehouse keys create --application shop --name ci --life-seconds 3600 --json`,
    )
    .action(({ application, name, scope, lifeSeconds, json }: KeyOptions) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        const fields = { name, scopes: scope ?? null, lifeSeconds: lifeSeconds ?? null };
        showNew(terminal, await operator.execute(commandFrom(CreateKey, fields), application), json);
      }),
    );
  add('rotate <id>', 'create a key that replaces another, which stays valid for a while')
    .option('--overlap-seconds <seconds>', 'how long the old key stays valid; 24 hours by default', wholeNumber)
    .addHelpText(
      'after',
      `
Example:
  $ gatehouse keys rotate 019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11 --application shop --overlap-seconds 3600`,
    )
    .action((keyId: string, { application, overlapSeconds, json }: KeyOptions) =>
      withOperator(terminal, async (operator) => {
        const fields = { keyId, overlapSeconds: overlapSeconds ?? null };
        showNew(terminal, await operator.execute(commandFrom(RotateKey, fields), application), json);
      }),
    );
  add('revoke <id>', 'revoke a key, and the keys created with it, immediately').action(
    (keyId: string, { application, json }: KeyOptions) =>
      withOperator(terminal, async (operator) => {
        await operator.execute(commandFrom(RevokeKey, { keyId }), application);
        terminal.answer(json, { id: keyId, state: 'revoked' }, [`revoked ${keyId}`]);
      }),
  );
  add('list', 'list the keys, newest first').action(({ application, json }: KeyOptions) =>
    withOperator(terminal, async (operator) => {
      await operator.mustExist(application);
      const { keys: all } = await operator.ask(queryWith(FindKeys, {}), application);
      const rows = all.map(({ id, name, hint, state, lastUsedAt, createdBy, scopes }) => [
        id,
        name,
        `…${hint}`,
        state,
        lastUsedAt ?? 'never',
        [createdBy.kind, createdBy.id].filter(Boolean).join(' '),
        scopes.length === KEY_SCOPES.length ? 'all' : scopes.join(' '),
      ]);
      const headings = ['ID', 'NAME', 'KEY', 'STATE', 'LAST USED', 'CREATED BY', 'SCOPES'];
      terminal.answer(json, all, terminal.table([headings, ...rows]));
    }),
  );
  return keys;
}

const showNew = (terminal: Terminal, key: NewApplicationKey, json: boolean | undefined): void =>
  terminal.answer(json, key, [
    key.key,
    '',
    `Key ${key.id}. Store it now: it is shown only once, and only its hash is kept.`,
  ]);

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Must be a whole number.');
  return Number(text);
}
