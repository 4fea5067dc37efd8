import { setTimeout as sleep } from 'node:timers/promises';
import { queryWith } from '@gatehouse/kernel';
import { FindDeliveries, type WebhookDelivery } from '@gatehouse/webhooks/contract';
import type { Operator } from '../operator.js';
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
export async function tellPing(
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
