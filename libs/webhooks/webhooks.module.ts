import { bindHandlers, PLATFORM, token } from '@gatehouse/platform/container';
import { EventFeed } from '@gatehouse/platform/events';
import { derivedId } from '@gatehouse/platform/jobs';
import { ContainerModule } from 'inversify';
import { DerivedWebhookSecrets } from './adapters/crypto/derived-webhook-secrets.js';
import { PostgresDeliveries } from './adapters/postgres/postgres-deliveries.js';
import { PostgresWebhookViews } from './adapters/postgres/postgres-webhook-views.js';
import { PostgresWebhooks } from './adapters/postgres/postgres-webhooks.js';
import { AddressGuard } from './adapters/undici/address-guard.js';
import { GuardedDestinations } from './adapters/undici/guarded-destinations.js';
import { FindDeliveriesHandler } from './application/deliveries/find-deliveries.js';
import { ReplayDeliveriesHandler } from './application/deliveries/replay-deliveries.js';
import { ReplayDeliveryHandler } from './application/deliveries/replay-delivery.js';
import type { Deliveries } from './application/ports/deliveries.js';
import type { DeliveryIdOf } from './application/ports/delivery-ids.js';
import type { Destinations } from './application/ports/destinations.js';
import type { WebhookSecrets } from './application/ports/webhook-secrets.js';
import type { WebhookViews } from './application/ports/webhook-views.js';
import type { Webhooks } from './application/ports/webhooks.js';
import { ChangeWebhookHandler } from './application/webhooks/change-webhook.js';
import { CreateWebhookHandler } from './application/webhooks/create-webhook.js';
import { DeleteWebhookHandler } from './application/webhooks/delete-webhook.js';
import { FindWebhooksHandler } from './application/webhooks/find-webhooks.js';
import { PingWebhookHandler } from './application/webhooks/ping-webhook.js';
import { RotateWebhookSecretHandler } from './application/webhooks/rotate-webhook-secret.js';
import {
  ChangeWebhook,
  CreateWebhook,
  DeleteWebhook,
  FindDeliveries,
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

/** What every process knows of the context; the sending itself is the worker's (`sending.ts`). */
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
});
