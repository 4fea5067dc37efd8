import { queryWith } from '@gatehouse/kernel';
import { FindProviders, type ProviderState } from '@gatehouse/notification/contract';
import { Command } from 'commander';
import { withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

const HEAD = ['CHANNEL', 'PROVIDER', 'STATE', 'ACCEPTED', 'REFUSED', 'SHARE', 'CHANGED', 'REASON'];

/** `gatehouse providers`. */
export const providersCommand = (terminal: Terminal): Command =>
  new Command('providers')
    .description(
      'Shows the providers of mails and text messages: whether messages go to them, and their last 15 minutes',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse providers
  $ gatehouse providers --json | jq '.providers[] | select(.state == "open")'`,
    )
    .action(({ json }: { json?: boolean }) =>
      withOperator(terminal, async (operator) => {
        const found = await operator.ask(queryWith(FindProviders, {}), 'default');
        terminal.answer(json, found, terminal.table([HEAD, ...found.providers.map(cells)]));
      }),
    );

const cells = ({ channel, name, state, accepted, refused, share, changedAt, reason }: ProviderState): string[] => [
  channel,
  name,
  state,
  String(accepted),
  String(refused),
  share === null ? '' : `${share} %`,
  changedAt ?? '',
  reason ?? '',
];
