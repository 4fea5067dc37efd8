import { PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { changeUsersRoutes } from './adapters/express/administration/change-users.js';
import { readUsersRoutes } from './adapters/express/administration/read-users.js';
import { registrationRoutes } from './adapters/express/routes.js';
import { PostgresStatusWatch } from './adapters/postgres/postgres-status-watch.js';
import type { StatusWatch } from './application/ports/status-watch.js';
import { REGISTRATION } from './registration.module.js';

const statusWatch = token<StatusWatch>('registration.StatusWatch');

/** What the API adds to the context: its routes. The worker does without. */
export const registrationHttpModule = new ContainerModule(({ bind }) => {
  bind(statusWatch)
    .toResolvedValue(
      (database, logger) => new PostgresStatusWatch(database, logger),
      [PLATFORM.database, PLATFORM.logger],
    )
    .inSingletonScope();
  bind(PLATFORM.routes).toResolvedValue(registrationRoutes, [
    PLATFORM.commandBus,
    REGISTRATION.findProfile,
    REGISTRATION.findActivationStatus,
    statusWatch,
  ]);
  bind(PLATFORM.routes).toResolvedValue(readUsersRoutes, [REGISTRATION.findUsers, REGISTRATION.findTimeline]);
  bind(PLATFORM.routes).toResolvedValue(changeUsersRoutes, [PLATFORM.commandBus, REGISTRATION.findUsers]);
});
