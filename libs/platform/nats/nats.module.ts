import type { CommandBus, QueryBus } from '@gatehouse/kernel';
import { ContainerModule } from 'inversify';
import type { NatsSettings, Settings } from '../config/index.js';
import { PLATFORM, token } from '../container/index.js';
import {
  type Administrators,
  type Authenticator,
  type KnownApplications,
  type Operation,
  publicCommands,
  publicQueries,
} from '../edge/index.js';
import { EventLog, type PersonalEvents } from '../events/index.js';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics.js';
import type { Database } from '../postgres/index.js';
import { Broker, measureBroker } from './broker.js';
import { BusEndpoint } from './bus-endpoint.js';
import { BusService } from './bus-service.js';
import { DurableCommands } from './durable-commands.js';
import { ErasedCopies, PublishedEvents, publishedEventsPurge } from './erased-copies.js';
import { EventPublisher } from './event-publisher.js';

/** The way in over the broker: opened and closed with the process, whether the broker is there or not. */
export class BusEdge {
  constructor(
    private readonly broker: Broker,
    private readonly service: BusService,
    private readonly durable: DurableCommands,
  ) {}

  open(): void {
    this.broker.onConnected((connection) => this.service.start(connection));
    this.broker.onConnected((connection) => this.durable.start(connection));
    this.broker.open();
  }

  /** What was taken is answered first. */
  async close(withinSeconds: number): Promise<void> {
    await Promise.all([this.service.stop(withinSeconds), this.durable.stop(withinSeconds)]);
    await this.broker.close();
  }
}

/** Bound where there is a broker. */
export const NATS = {
  broker: token<Broker>('Broker'),
  edge: token<BusEdge>('BusEdge'),
  /** The app that composes the contexts binds it. */
  applications: token<KnownApplications>('KnownApplications'),
} as const;

/** What a process with handlers adds to serve them over the broker. */
export const natsCommandsModule = (settings: NatsSettings): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(NATS.broker)
      .toResolvedValue(
        (logger: Logger, metrics: Metrics) => measureBroker(new Broker(settings, 'gatehouse-api', logger), metrics),
        [PLATFORM.logger, PLATFORM.metrics],
      )
      .inSingletonScope();
    bind(NATS.edge)
      .toResolvedValue(
        (
          broker: Broker,
          bus: CommandBus,
          queries: QueryBus,
          applications: KnownApplications,
          authenticator: Authenticator,
          administrators: Administrators,
          { http }: Settings,
          logger: Logger,
          metrics: Metrics,
          contributed: (readonly Operation[])[],
        ) => {
          const endpoint = new BusEndpoint({
            basePath: http.basePath,
            bus,
            queries,
            applications,
            authenticator,
            administrators,
            logger,
          });
          const parts = {
            endpoint,
            basePath: http.basePath,
            commands: publicCommands(contributed.flat()),
            queries: publicQueries(contributed.flat()),
            logger,
            metrics,
          };
          return new BusEdge(broker, new BusService(parts), new DurableCommands(parts, settings));
        },
        [
          NATS.broker,
          PLATFORM.commandBus,
          PLATFORM.queryBus,
          NATS.applications,
          PLATFORM.authenticator,
          PLATFORM.administrators,
          PLATFORM.settings,
          PLATFORM.logger,
          PLATFORM.metrics,
          { serviceIdentifier: PLATFORM.operations, isMultiple: true },
        ],
      )
      .inSingletonScope();
  });

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
            async () => (await log.waitingSeconds([publisher.name])).get(publisher.name) ?? 0,
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
