import { answers, handles } from '@gatehouse/kernel';
import { PLATFORM, token } from '@gatehouse/platform/container';
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
  bind(PLATFORM.commands).toResolvedValue(
    (webhooks, secrets, destinations, ids) =>
      handles(CreateWebhook, new CreateWebhookHandler(webhooks, secrets, destinations, ids)),
    [WEBHOOKS.webhooks, WEBHOOKS.secrets, WEBHOOKS.destinations, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (webhooks, destinations, ids) => handles(ChangeWebhook, new ChangeWebhookHandler(webhooks, destinations, ids)),
    [WEBHOOKS.webhooks, WEBHOOKS.destinations, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (webhooks, ids) => handles(DeleteWebhook, new DeleteWebhookHandler(webhooks, ids)),
    [WEBHOOKS.webhooks, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (webhooks, secrets, ids) => handles(RotateWebhookSecret, new RotateWebhookSecretHandler(webhooks, secrets, ids)),
    [WEBHOOKS.webhooks, WEBHOOKS.secrets, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (webhooks, deliveryIdOf, ids) => handles(PingWebhook, new PingWebhookHandler(webhooks, deliveryIdOf, ids)),
    [WEBHOOKS.webhooks, WEBHOOKS.deliveryIds, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (deliveries, ids) => handles(ReplayDelivery, new ReplayDeliveryHandler(deliveries, ids)),
    [WEBHOOKS.deliveries, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (deliveries, ids) => handles(ReplayDeliveries, new ReplayDeliveriesHandler(deliveries, ids)),
    [WEBHOOKS.deliveries, PLATFORM.ids],
  );

  // Queries.
  bind(PLATFORM.queries).toResolvedValue(
    (views) => answers(FindWebhooks, new FindWebhooksHandler(views)),
    [WEBHOOKS.views],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (views) => answers(FindDeliveries, new FindDeliveriesHandler(views)),
    [WEBHOOKS.views],
  );
});
