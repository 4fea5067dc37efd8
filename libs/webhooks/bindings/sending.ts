import { bindHandlers, fixed, from, PLATFORM, token } from '@gatehouse/platform/container';
import { AgedRowsPurge } from '@gatehouse/platform/jobs';
import { ContainerModule } from 'inversify';
import { DeliverWebhookJob } from '../adapters/jobs/deliver-webhook-job.js';
import { type DeliveryOrders, WebhookOrders } from '../adapters/jobs/webhook-orders.js';
import { PostgresDeliveryOrders } from '../adapters/postgres/postgres-delivery-orders.js';
import { SignedWebhookSender } from '../adapters/undici/signed-webhook-sender.js';
import { type WebhookDispatcher, webhookDispatcher } from '../adapters/undici/webhook-dispatcher.js';
import { DeliverWebhookHandler } from '../application/deliveries/deliver-webhook.js';
import { ReceiverPlaces } from '../application/deliveries/receiver-places.js';
import type { WebhookSender } from '../application/ports/webhook-sender.js';
import { DeliverWebhook } from '../contract/index.js';
import { WEBHOOKS } from '../webhooks.module.js';

/** An attempt that has lasted so long says that its receiver is slow, or hangs: in milliseconds. */
const LONG_ATTEMPT_MS = 500;

export const WEBHOOK_SENDING = {
  dispatcher: token<WebhookDispatcher>('webhooks.Dispatcher'),
  orders: token<DeliveryOrders>('webhooks.DeliveryOrders'),
  sender: token<WebhookSender>('webhooks.WebhookSender'),
} as const;

/** From events to deliveries to receivers. Connections are closed when the container is unbound (`unbindAllAsync`). */
export const webhookSendingModule = new ContainerModule(({ bind }) => {
  const { onCommand } = bindHandlers(bind);
  bind(WEBHOOK_SENDING.dispatcher)
    .toResolvedValue((guard) => webhookDispatcher(guard), [WEBHOOKS.guard])
    .inSingletonScope()
    .onDeactivation((dispatcher) => dispatcher.close());
  bind(WEBHOOK_SENDING.sender).toResolvedValue(
    (dispatcher, destinations, clock) => new SignedWebhookSender({ dispatcher, destinations, now: () => clock.now() }),
    [WEBHOOK_SENDING.dispatcher, WEBHOOKS.destinations, PLATFORM.clock],
  );
  bind(WEBHOOK_SENDING.orders).toResolvedValue(
    (database, deliveryIdOf) => new PostgresDeliveryOrders(database, deliveryIdOf),
    [PLATFORM.database, WEBHOOKS.deliveryIds],
  );
  bind(PLATFORM.subscriptions).toResolvedValue(
    (orders, queue) => new WebhookOrders(orders, queue),
    [WEBHOOK_SENDING.orders, PLATFORM.jobQueue],
  );
  bind(PLATFORM.jobs).toResolvedValue((bus) => new DeliverWebhookJob(bus), [PLATFORM.commandBus]);
  onCommand(DeliverWebhook, DeliverWebhookHandler, {
    deliveries: WEBHOOKS.deliveries,
    secrets: WEBHOOKS.secrets,
    sender: WEBHOOK_SENDING.sender,
    places: fixed(
      new ReceiverPlaces((callBack) => {
        const timer = setTimeout(callBack, LONG_ATTEMPT_MS);
        return () => clearTimeout(timer);
      }),
    ),
    ids: PLATFORM.ids,
    random: fixed(Math.random),
    onAttempt: from([PLATFORM.metrics], (metrics) => (outcome) => metrics.webhookAttempts.inc({ outcome })),
    onDisabled: from([PLATFORM.metrics, PLATFORM.logger], (metrics, logger) => (webhook) => {
      metrics.webhooksDisabled.inc({ reason: webhook.reason });
      logger.warn(webhook, 'A webhook was disabled: deliveries to it keep failing');
    }),
  });
  bind(PLATFORM.purges).toResolvedValue(
    (database) =>
      new AgedRowsPurge(database, {
        what: 'webhook-deliveries',
        table: 'webhook_deliveries',
        column: 'created_at',
        keepSeconds: 30 * 86_400,
      }),
    [PLATFORM.database],
  );
});
