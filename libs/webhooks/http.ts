import { PLATFORM } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { deliveryRoutes } from './operations/delivery-routes.js';
import { eventsRoute } from './operations/events-route.js';
import { webhookRoutes } from './operations/webhook-routes.js';
import { WEBHOOKS } from './webhooks.module.js';

/** What the API adds to the context: its routes. The worker does without. */
export const webhooksHttpModule = new ContainerModule(({ bind }) => {
  bind(PLATFORM.routes).toResolvedValue(
    (feed, administrators, stopping) => [eventsRoute(feed, administrators, stopping.signal)],
    [WEBHOOKS.feed, PLATFORM.administrators, PLATFORM.stopping],
  );
  bind(PLATFORM.routes).toResolvedValue(
    (bus, webhooks) => webhookRoutes(bus, webhooks),
    [PLATFORM.commandBus, WEBHOOKS.findWebhooks],
  );
  bind(PLATFORM.routes).toResolvedValue(
    (bus, deliveries) => deliveryRoutes(bus, deliveries),
    [PLATFORM.commandBus, WEBHOOKS.findDeliveries],
  );
});
