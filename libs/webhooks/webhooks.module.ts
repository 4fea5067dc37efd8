import { PLATFORM, token } from '@gatehouse/platform/container';
import { EventFeed } from '@gatehouse/platform/events';
import { ContainerModule } from 'inversify';

export const WEBHOOKS = {
  feed: token<EventFeed>('webhooks.EventFeed'),
} as const;

export const webhooksModule = new ContainerModule(({ bind }) => {
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
});
