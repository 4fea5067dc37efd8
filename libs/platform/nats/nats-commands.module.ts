import type { CommandBus } from '@gatehouse/kernel';
import { ContainerModule } from 'inversify';
import type { NatsSettings, Settings } from '../config/index.js';
import { PLATFORM } from '../container/index.js';
import {
  type Administrators,
  type Authenticator,
  type KnownApplications,
  type Operation,
  publicCommands,
} from '../edge/index.js';
import type { Logger } from '../logging/index.js';
import type { Metrics } from '../metrics/index.js';
import { Broker } from './broker.js';
import { BusEdge } from './bus-edge.js';
import { CommandEndpoint } from './command-endpoint.js';
import { CommandService } from './command-service.js';
import { DurableCommands } from './durable-commands.js';
import { measureBroker } from './measure-broker.js';
import { NATS } from './nats-tokens.js';

/** What a process with command handlers adds to serve them over the broker. */
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
          applications: KnownApplications,
          authenticator: Authenticator,
          administrators: Administrators,
          { http }: Settings,
          logger: Logger,
          metrics: Metrics,
          contributed: (readonly Operation[])[],
        ) => {
          const desk = new CommandEndpoint({
            basePath: http.basePath,
            bus,
            applications,
            authenticator,
            administrators,
            logger,
          });
          const parts = {
            desk,
            basePath: http.basePath,
            commands: publicCommands(contributed.flat()),
            logger,
            metrics,
          };
          return new BusEdge(broker, new CommandService(parts), new DurableCommands(parts, settings));
        },
        [
          NATS.broker,
          PLATFORM.commandBus,
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
