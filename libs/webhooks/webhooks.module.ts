import { bindHandlers, fixed, from, PLATFORM, token } from '@gatehouse/platform/container';
import { EventFeed } from '@gatehouse/platform/events';
import { AgedRowsPurge, derivedId } from '@gatehouse/platform/jobs';
import { ContainerModule } from 'inversify';
import { DerivedWebhookSecrets } from './adapters/crypto/derived-webhook-secrets.js';
import { FeedEventPages } from './adapters/events/feed-event-pages.js';
import { DeliverWebhookJob } from './adapters/jobs/deliver-webhook-job.js';
import { type DeliveryOrders, WebhookOrders } from './adapters/jobs/webhook-orders.js';
import { PendingDeliveries } from './adapters/postgres/pending-deliveries.js';
import { PostgresDeliveries } from './adapters/postgres/postgres-deliveries.js';
import { PostgresDeliveryOrders } from './adapters/postgres/postgres-delivery-orders.js';
import { PostgresWebhookViews } from './adapters/postgres/postgres-webhook-views.js';
import { PostgresWebhooks } from './adapters/postgres/postgres-webhooks.js';
import { AddressGuard, GuardedDestinations } from './adapters/undici/address-guard.js';
import {
  SignedWebhookSender,
  type WebhookDispatcher,
  webhookDispatcher,
} from './adapters/undici/signed-webhook-sender.js';
import { DeliverWebhookHandler } from './application/deliveries/deliver-webhook.js';
import { ReceiverPlaces } from './application/deliveries/receiver-places.js';
import { ReplayDeliveriesHandler, ReplayDeliveryHandler } from './application/deliveries/replay-deliveries.js';
import { FindEventsHandler } from './application/events/find-events.js';
import type { Deliveries, DeliveryIdOf, WebhookSender } from './application/ports/deliveries.js';
import type { Destinations, WebhookSecrets, Webhooks, WebhookViews } from './application/ports/webhooks.js';
import { FindDeliveriesHandler, FindWebhooksHandler } from './application/webhooks/find-webhooks.js';
import {
  ChangeWebhookHandler,
  CreateWebhookHandler,
  DeleteWebhookHandler,
  PingWebhookHandler,
} from './application/webhooks/manage-webhooks.js';
import { RotateWebhookSecretHandler } from './application/webhooks/rotate-webhook-secret.js';
import {
  ChangeWebhook,
  CreateWebhook,
  DeleteWebhook,
  DeliverWebhook,
  FindDeliveries,
  FindEvents,
  FindWebhooks,
  PingWebhook,
  ReplayDeliveries,
  ReplayDelivery,
  RotateWebhookSecret,
} from './contract/index.js';

export const WEBHOOKS = {
  feed: token<EventFeed>('webhooks.EventFeed'),
  webhooks: token<Webhooks>('webhooks.Webhooks'),
  deliveries: token<Deliveries>('webhooks.Deliveries'),
  deliveryIds: token<DeliveryIdOf>('webhooks.DeliveryIdOf'),
  secrets: token<WebhookSecrets>('webhooks.WebhookSecrets'),
  guard: token<AddressGuard>('webhooks.AddressGuard'),
  destinations: token<Destinations>('webhooks.Destinations'),
  views: token<WebhookViews>('webhooks.WebhookViews'),
} as const;

/** What every process knows of the context; the sending itself is the worker's (`webhookSendingModule`). */
export const webhooksModule = new ContainerModule(({ bind }) => {
  const { onCommand, onQuery } = bindHandlers(bind);
  // Adapters.
  bind(WEBHOOKS.feed)
    .toResolvedValue(
      (database, logger, metrics, stopping) => {
        const feed = new EventFeed(database, logger);
        metrics.gauge('gatehouse_event_followers', 'Connections that wait for events', () => feed.followers);
        stopping.signal.addEventListener('abort', () => void feed.stop(), { once: true });
        return feed;
      },
      [PLATFORM.database, PLATFORM.logger, PLATFORM.metrics, PLATFORM.stopping],
    )
    .inSingletonScope();
  bind(WEBHOOKS.webhooks).toResolvedValue((database) => new PostgresWebhooks(database), [PLATFORM.database]);
  bind(WEBHOOKS.deliveries).toResolvedValue((database) => new PostgresDeliveries(database), [PLATFORM.database]);
  bind(WEBHOOKS.deliveryIds).toConstantValue(derivedId);
  bind(WEBHOOKS.secrets)
    .toResolvedValue(({ webhooks }) => new DerivedWebhookSecrets(webhooks.keys), [PLATFORM.settings])
    .inSingletonScope();
  bind(WEBHOOKS.guard)
    .toResolvedValue(({ webhooks }) => new AddressGuard(webhooks.allowedNetworks), [PLATFORM.settings])
    .inSingletonScope();
  bind(WEBHOOKS.destinations).toResolvedValue(
    (guard, { webhooks }) => new GuardedDestinations(guard, webhooks),
    [WEBHOOKS.guard, PLATFORM.settings],
  );
  bind(PLATFORM.eventHolds).toResolvedValue((database) => new PendingDeliveries(database), [PLATFORM.database]);
  bind(WEBHOOKS.views).toResolvedValue((database) => new PostgresWebhookViews(database), [PLATFORM.database]);

  // Use cases.
  onCommand(CreateWebhook, CreateWebhookHandler, {
    webhooks: WEBHOOKS.webhooks,
    secrets: WEBHOOKS.secrets,
    destinations: WEBHOOKS.destinations,
    ids: PLATFORM.ids,
  });
  onCommand(ChangeWebhook, ChangeWebhookHandler, {
    webhooks: WEBHOOKS.webhooks,
    destinations: WEBHOOKS.destinations,
    ids: PLATFORM.ids,
  });
  onCommand(DeleteWebhook, DeleteWebhookHandler, { webhooks: WEBHOOKS.webhooks, ids: PLATFORM.ids });
  onCommand(RotateWebhookSecret, RotateWebhookSecretHandler, {
    webhooks: WEBHOOKS.webhooks,
    secrets: WEBHOOKS.secrets,
    ids: PLATFORM.ids,
  });
  onCommand(PingWebhook, PingWebhookHandler, {
    webhooks: WEBHOOKS.webhooks,
    deliveryIdOf: WEBHOOKS.deliveryIds,
    ids: PLATFORM.ids,
  });
  onCommand(ReplayDelivery, ReplayDeliveryHandler, { deliveries: WEBHOOKS.deliveries, ids: PLATFORM.ids });
  onCommand(ReplayDeliveries, ReplayDeliveriesHandler, { deliveries: WEBHOOKS.deliveries, ids: PLATFORM.ids });

  // Queries.
  onQuery(FindWebhooks, FindWebhooksHandler, { webhooks: WEBHOOKS.views });
  onQuery(FindDeliveries, FindDeliveriesHandler, { webhooks: WEBHOOKS.views });
  onQuery(FindEvents, FindEventsHandler, { events: from([WEBHOOKS.feed], (feed) => new FeedEventPages(feed)) });
});

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
