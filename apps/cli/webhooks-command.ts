import { commandFrom } from '@gatehouse/platform/http';
import { WEBHOOKS } from '@gatehouse/webhooks';
import {
  ChangeWebhook,
  CreateWebhook,
  DeleteWebhook,
  type DeliveryState,
  PingWebhook,
  ReplayDeliveries,
  ReplayDelivery,
  RotateWebhookSecret,
  type WebhookWithSecret,
} from '@gatehouse/webhooks/contract';
import { Command, InvalidArgumentError, Option } from 'commander';
import { inHouse } from './operator-house.js';
import { Refused } from './refused.js';
import { tellPing } from './tell-ping.js';
import type { Terminal } from './terminal.js';

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
  const webhooks = new Command('webhooks').description('Has an application’s events sent to addresses');
  const add = (usage: string, description: string): Command =>
    webhooks
      .command(usage)
      .description(description)
      .option('--application <slug>', 'whose events', 'default')
      .option('--json', 'print JSON for scripts');

  add('create <url>', 'send events to an address; prints the secret, this once')
    .option('--type <type...>', 'the types to send; all of them unless told')
    .option('--description <text>', 'what it is for')
    .addHelpText(
      'after',
      `
Example:
  $ gatehouse webhooks create https://shop.example/hooks --application shop --type user.activated.v1 user.erased.v1`,
    )
    .action((url: string, { application, type, description, json }: SettingOptions) =>
      inHouse(terminal, async (house) => {
        await house.mustExist(application);
        const fields = given({ url, types: type, description });
        show(terminal, await house.execute(commandFrom(CreateWebhook, fields), application), json);
      }),
    );
  add('list', 'list the webhooks').action(({ application, json }: Common) =>
    inHouse(terminal, async (house) => {
      await house.mustExist(application);
      const all = await house.container.get(WEBHOOKS.findWebhooks).execute({ application });
      const rows = all.map(({ id, url, state, disabledReason, failingSince }) => [
        id,
        state === 'enabled' ? state : `disabled (${disabledReason})`,
        failingSince ?? '',
        url,
      ]);
      terminal.answer(json, all, terminal.table([['ID', 'STATE', 'FAILING SINCE', 'URL'], ...rows]));
    }),
  );
  add('change <id>', 'change a webhook, or switch it on or off')
    .option('--url <url>', 'where events are sent to')
    .option('--type <type...>', 'the types to send')
    .option('--all-types', 'send every type')
    .option('--description <text>', 'what it is for')
    .addOption(new Option('--enable', 'switch it on, whatever switched it off').conflicts('disable'))
    .option('--disable', 'switch it off')
    .action((webhookId: string, options: SettingOptions) =>
      inHouse(terminal, async (house) => {
        const { application, type, allTypes, description, url, enable, disable, json } = options;
        const enabled = enable ? true : disable ? false : undefined;
        const fields = given({ webhookId, url, types: allTypes ? null : type, description, enabled });
        const changed = await house.execute(commandFrom(ChangeWebhook, fields), application);
        terminal.answer(json, changed, [JSON.stringify(changed, null, 2)]);
      }),
    );
  add('delete <id>', 'send nothing there any more').action((webhookId: string, { application, json }: Common) =>
    inHouse(terminal, async (house) => {
      await house.execute(commandFrom(DeleteWebhook, { webhookId }), application);
      terminal.answer(json, { id: webhookId, state: 'deleted' }, [`deleted ${webhookId}`]);
    }),
  );
  add('rotate <id>', 'replace the secret; the former one signs too for a while')
    .option('--overlap-seconds <seconds>', 'how long: 86400 unless told', wholeNumber)
    .action((webhookId: string, { application, overlapSeconds, json }: Common & { overlapSeconds?: number }) =>
      inHouse(terminal, async (house) => {
        const fields = given({ webhookId, overlapSeconds });
        show(terminal, await house.execute(commandFrom(RotateWebhookSecret, fields), application), json);
      }),
    );
  add('ping <id>', 'send a test event, and tell what came of it')
    .option(
      '--wait-seconds <seconds>',
      'how long to wait for the first attempt: 10 by default, 0 not at all',
      wholeNumber,
    )
    .action((webhookId: string, { application, waitSeconds = 10, json }: Common & { waitSeconds?: number }) =>
      inHouse(terminal, async (house) => {
        const ping = await house.execute(commandFrom(PingWebhook, { webhookId }), application);
        await tellPing(terminal, house, { application, webhookId, ...ping }, { waitSeconds, json });
      }),
    );
  add('deliveries <id>', 'list what was sent, the newest first')
    .addOption(new Option('--state <state>', 'those in this state').choices(['pending', 'delivered', 'failed']))
    .option('--limit <number>', 'at most so many: 50 unless told', wholeNumber)
    .action((webhookId: string, options: Common & { state?: DeliveryState; limit?: number }) =>
      inHouse(terminal, async (house) => {
        const { application, state = null, limit = 50, json } = options;
        const query = { application, webhookId, state, after: null, limit };
        const found = await house.container.get(WEBHOOKS.findDeliveries).execute(query);
        if (!found) throw new Refused({ code: 'webhook-unknown' });
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
  add('replay <id>', 'deliver once more: one delivery, or those of a time that failed')
    .option('--delivery <id>', 'this one')
    .option('--from <time>', 'those ordered from then on, such as 2026-11-21T00:00:00Z')
    .option('--to <time>', 'and before this; until now unless told')
    .option('--delivered', 'those that were delivered too')
    .action((webhookId: string, options: ReplayOptions) =>
      inHouse(terminal, async (house) => {
        const { application, delivery, from, to, delivered, json } = options;
        if (delivery !== undefined) {
          const command = commandFrom(ReplayDelivery, { webhookId, deliveryId: delivery });
          await house.execute(command, application);
          terminal.answer(json, { replayed: 1 }, [`delivery ${delivery} is on its way`]);
          return;
        }
        let replayed = 0;
        for (let after: string | null = null; ; ) {
          const fields = given({ webhookId, from, to, delivered, after: after ?? undefined });
          const part = await house.execute(commandFrom(ReplayDeliveries, fields), application);
          replayed += part.replayed;
          after = part.nextAfter;
          if (after === null) break;
        }
        terminal.answer(json, { replayed }, [`${replayed} deliveries are on their way`]);
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
    `Webhook ${webhook.id}. Keep the secret well: it is shown this once.`,
  ]);

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Must be a whole number.');
  return Number(text);
}
