import { ContainerModule } from 'inversify';
import type { NatsSettings } from '../config/index.js';
import { PLATFORM } from '../container/index.js';
import { EventLog, type PersonalEvents } from '../events/index.js';
import type { Logger } from '../logging/index.js';
import type { Metrics } from '../metrics/index.js';
import type { Database } from '../postgres/index.js';
import { Broker } from './broker.js';
import { ErasedCopies } from './erased-copies.js';
import { EventPublisher } from './event-publisher.js';
import { measureBroker } from './measure-broker.js';
import { NATS } from './nats-tokens.js';
import { PublishedEvents, publishedEventsPurge } from './published-events.js';

/** What a process with relays adds to publish the log on the broker. */
export const natsEventsModule = (settings: NatsSettings): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(NATS.broker)
      .toResolvedValue(
        (logger: Logger, metrics: Metrics) => measureBroker(new Broker(settings, 'gatehouse-worker', logger), metrics),
        [PLATFORM.logger, PLATFORM.metrics],
      )
      .inSingletonScope();
    bind(PLATFORM.subscriptions)
      .toResolvedValue(
        (broker: Broker, database: Database, metrics: Metrics, logger: Logger, personal: PersonalEvents[]) => {
          const log = new EventLog(database);
          const publisher = new EventPublisher(
            broker,
            settings,
            new ErasedCopies(new PublishedEvents(database), personal),
            metrics,
            logger,
          );
          broker.onConnected(() => publisher.prepare());
          metrics.gauge(
            'gatehouse_broker_lag_seconds',
            'How long the oldest event not yet on the broker has waited',
            () => log.waitingSeconds(publisher.name),
          );
          return publisher;
        },
        [
          NATS.broker,
          PLATFORM.database,
          PLATFORM.metrics,
          PLATFORM.logger,
          { serviceIdentifier: PLATFORM.personalEvents, isMultiple: true },
        ],
      )
      .inSingletonScope();
    bind(PLATFORM.purges).toResolvedValue(
      (database: Database) => publishedEventsPurge(database, settings.eventDays),
      [PLATFORM.database],
    );
  });
