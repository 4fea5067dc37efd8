import { setTimeout as sleep } from 'node:timers/promises';
import { queryWith } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import {
  ChangeWebhook,
  CreateWebhook,
  DeleteWebhook,
  type DeliveryState,
  FindDeliveries,
  FindWebhooks,
  PingWebhook,
  ReplayDeliveries,
  ReplayDelivery,
  RotateWebhookSecret,
  type WebhookDelivery,
  type WebhookWithSecret,
} from '@gatehouse/webhooks/contract';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Operator, upTo, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface Ping {
  readonly application: string;
  readonly webhookId: string;
  readonly deliveryId: string;
}

const LOOK_MS = 200;
/** Pings of others may have come since. */
const LATEST = 20;

/** Waits for the first attempt, and says what the receiver answered or why nothing came. The exit code is 1 unless delivered. */
async function tellPing(
  terminal: Terminal,
  operator: Operator,
  ping: Ping,
  { waitSeconds, json }: { readonly waitSeconds: number; readonly json: boolean | undefined },
): Promise<void> {
  const { deliveryId } = ping;
  if (waitSeconds === 0) return terminal.answer(json, { deliveryId }, [`queued as delivery ${deliveryId}`]);
  const delivery = await attempted(operator, ping, Date.now() + waitSeconds * 1_000);
  const latest = delivery?.answers[0];
  const outcome = { deliveryId, state: delivery?.state ?? 'pending', answer: latest ?? null };
  const isDelivered = outcome.state === 'delivered';
  if (!isDelivered) terminal.exitCode = 1;
  terminal.answer(json, outcome, [
    latest
      ? `${isDelivered ? 'delivered' : 'not delivered'}: ${latest.status ?? latest.fault} (${latest.milliseconds} ms)`
      : `not sent within ${waitSeconds} s: is a worker running? See gatehouse webhooks deliveries ${ping.webhookId}`,
  ]);
}

async function attempted(
  operator: Operator,
  { application, webhookId, deliveryId }: Ping,
  until: number,
): Promise<WebhookDelivery | undefined> {
  for (;;) {
    const { deliveries } = await operator.ask(queryWith(FindDeliveries, { webhookId, limit: LATEST }), application);
    const delivery = deliveries.find(({ id }) => id === deliveryId);
    if ((delivery?.answers.length ?? 0) > 0 || delivery?.endedAt || Date.now() >= until) return delivery;
    await sleep(LOOK_MS);
  }
}

interface Common {
  readonly application: string;
  readonly json?: boolean;
}
interface SettingOptions extends Common {
  readonly type?: string[];
  readonly allTypes?: boolean;
  readonly description?: string;
  readonly url?: string;
  readonly enable?: boolean;
  readonly disable?: boolean;
}
interface ReplayOptions extends Common {
  readonly delivery?: string;
  readonly from?: string;
  readonly to?: string;
  readonly delivered?: boolean;
}

/** `gatehouse webhooks create|list|change|delete|rotate|ping|deliveries|replay`. */
export function webhooksCommand(terminal: Terminal): Command {
  const webhooks = new Command('webhooks').description('Sends an application’s events to URLs');
  const add = (usage: string, description: string): Command =>
    webhooks
      .command(usage)
      .description(description)
      .option('--application <slug>', 'the application', 'default')
      .option('--json', 'print JSON');

  add('create <url>', 'send events to a URL; prints the secret once')
    .option('--type <type...>', 'the event types to send; all by default')
    .option('--description <text>', 'a description')
    .addHelpText(
      'after',
      `
Example:
  $ gatehouse webhooks create https://shop.example/hooks --application shop --type user.activated.v1 user.erased.v1`,
    )
    .action((url: string, { application, type, description, json }: SettingOptions) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        const fields = given({ url, types: type, description });
        show(terminal, await operator.execute(commandFrom(CreateWebhook, fields), application), json);
      }),
    );
  add('list', 'list webhooks').action(({ application, json }: Common) =>
    withOperator(terminal, async (operator) => {
      await operator.mustExist(application);
      const { webhooks: all } = await operator.ask(queryWith(FindWebhooks, {}), application);
      const rows = all.map(({ id, url, state, disabledReason, failingSince }) => [
        id,
        state === 'enabled' ? state : `disabled (${disabledReason})`,
        failingSince ?? '',
        url,
      ]);
      terminal.answer(json, all, terminal.table([['ID', 'STATE', 'FAILING SINCE', 'URL'], ...rows]));
    }),
  );
  add('change <id>', 'change, enable or disable a webhook')
    .option('--url <url>', 'where events are sent to')
    .option('--type <type...>', 'the types to send')
    .option('--all-types', 'send every type')
    .option('--description <text>', 'a description')
    .addOption(new Option('--enable', 'enable it').conflicts('disable'))
    .option('--disable', 'disable it')
    .action((webhookId: string, options: SettingOptions) =>
      withOperator(terminal, async (operator) => {
        const { application, type, allTypes, description, url, enable, disable, json } = options;
        const enabled = enable ? true : disable ? false : undefined;
        const fields = given({ webhookId, url, types: allTypes ? null : type, description, enabled });
        const changed = await operator.execute(commandFrom(ChangeWebhook, fields), application);
        terminal.answer(json, changed, [JSON.stringify(changed, null, 2)]);
      }),
    );
  add('delete <id>', 'delete a webhook').action((webhookId: string, { application, json }: Common) =>
    withOperator(terminal, async (operator) => {
      await operator.execute(commandFrom(DeleteWebhook, { webhookId }), application);
      terminal.answer(json, { id: webhookId, state: 'deleted' }, [`deleted ${webhookId}`]);
    }),
  );
  add('rotate <id>', 'rotate the secret; the previous one stays valid for a while')
    .option('--overlap-seconds <seconds>', 'how long, in seconds; 86400 by default', wholeNumber)
    .action((webhookId: string, { application, overlapSeconds, json }: Common & { overlapSeconds?: number }) =>
      withOperator(terminal, async (operator) => {
        const fields = given({ webhookId, overlapSeconds });
        show(terminal, await operator.execute(commandFrom(RotateWebhookSecret, fields), application), json);
      }),
    );
  add('ping <id>', 'send a test event and show the outcome')
    .option(
      '--wait-seconds <seconds>',
      'how long to wait for the first attempt: 10 by default, 0 not at all',
      wholeNumber,
    )
    .action((webhookId: string, { application, waitSeconds = 10, json }: Common & { waitSeconds?: number }) =>
      withOperator(terminal, async (operator) => {
        const ping = await operator.execute(commandFrom(PingWebhook, { webhookId }), application);
        await tellPing(terminal, operator, { application, webhookId, ...ping }, { waitSeconds, json });
      }),
    );
  add('deliveries <id>', 'list deliveries, newest first')
    .addOption(new Option('--state <state>', 'only those in this state').choices(['pending', 'delivered', 'failed']))
    .option('--limit <number>', 'maximum number of results; 50 by default', wholeNumber)
    .action((webhookId: string, options: Common & { state?: DeliveryState; limit?: number }) =>
      withOperator(terminal, async (operator) => {
        const { application, state = null, limit = 50, json } = options;
        const found = await upTo(limit, async (after, most) => {
          const query = queryWith(FindDeliveries, { webhookId, state, after, limit: most });
          const { deliveries, nextAfter } = await operator.ask(query, application);
          return { entries: deliveries, nextAfter };
        });
        const rows = found.map(({ id, type, state: now, attempts, createdAt, answers: [latest] }) => [
          id,
          createdAt,
          type,
          now,
          String(attempts),
          String(latest?.status ?? latest?.fault ?? ''),
        ]);
        terminal.answer(
          json,
          found,
          terminal.table([['ID', 'CREATED', 'TYPE', 'STATE', 'ATTEMPTS', 'ANSWER'], ...rows]),
        );
      }),
    );
  add('replay <id>', 'redeliver one delivery, or the failed ones of a period')
    .option('--delivery <id>', 'this one')
    .option('--from <time>', 'those created at or after this time, such as 2026-11-21T00:00:00Z')
    .option('--to <time>', 'those created before this; now by default')
    .option('--delivered', 'include those that were delivered')
    .action((webhookId: string, options: ReplayOptions) =>
      withOperator(terminal, async (operator) => {
        const { application, delivery, from, to, delivered, json } = options;
        if (delivery !== undefined) {
          const command = commandFrom(ReplayDelivery, { webhookId, deliveryId: delivery });
          await operator.execute(command, application);
          terminal.answer(json, { replayed: 1 }, [`delivery ${delivery} will be sent`]);
          return;
        }
        let replayed = 0;
        for (let after: string | null = null; ; ) {
          const fields = given({ webhookId, from, to, delivered, after: after ?? undefined });
          const part = await operator.execute(commandFrom(ReplayDeliveries, fields), application);
          replayed += part.replayed;
          after = part.nextAfter;
          if (after === null) break;
        }
        terminal.answer(json, { replayed }, [`${replayed} deliveries will be sent`]);
      }),
    );
  return webhooks;
}

/** What was said; the rest is left to the command. */
const given = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const show = (terminal: Terminal, webhook: WebhookWithSecret, json: boolean | undefined): void =>
  terminal.answer(json, webhook, [
    webhook.secret,
    '',
    `Webhook ${webhook.id}. Store the secret now: it is shown only once.`,
  ]);

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Must be a whole number.');
  return Number(text);
}
