import { PLATFORM } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { eventsRoute } from './adapters/express/events-route.js';
import { WEBHOOKS } from './webhooks.module.js';

/** What the API adds to the context: its routes. The worker does without. */
export const webhooksHttpModule = new ContainerModule(({ bind }) => {
  bind(PLATFORM.routes).toResolvedValue(
    (feed, administrators, stopping) => [eventsRoute(feed, administrators, stopping.signal)],
    [WEBHOOKS.feed, PLATFORM.administrators, PLATFORM.stopping],
  );
});
