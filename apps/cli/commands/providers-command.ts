import { queryWith } from '@gatehouse/kernel';
import { FindProviders, type ProviderRoute, type ProviderState } from '@gatehouse/notification/contract';
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
    .option('--application <slug>', 'whose route to show below: the providers that its messages go to', 'default')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse providers
  $ gatehouse providers --application shop
  $ gatehouse providers --json | jq '.providers[] | select(.state == "open")'`,
    )
    .action(({ json, application }: { json?: boolean; application: string }) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        const found = await operator.ask(queryWith(FindProviders, {}), application);
        const lines = found.routes.map((route) => lineOf(application, route));
        terminal.answer(json, found, [...terminal.table([HEAD, ...found.providers.map(cells)]), '', ...lines]);
      }),
    );

const DECIDED_BY = {
  application: 'chosen by the application',
  settings: 'set for the application by the operator',
  deployment: 'as all applications',
} as const;

/** `shop: mail by ses, resend (5 % first), chosen by the application` */
function lineOf(application: string, { channel, decidedBy, providers }: ProviderRoute): string {
  // The first one has its place anyway.
  const names = providers.map(({ name, share }, at) =>
    share === null || at === 0 ? name : `${name} (${share} % first)`,
  );
  return `${application}: ${channel} by ${names.join(', ')}; ${DECIDED_BY[decidedBy]}`;
}

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
