import type { CommandBus, PersonalRecords } from '@gatehouse/kernel';
import { PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { registrationCommands } from './adapters/bus/public-commands.js';
import { PostgresFindAccountRecords } from './adapters/postgres/own-account/postgres-find-account-records.js';
import { PostgresStatusWatch } from './adapters/postgres/sign-up/postgres-status-watch.js';
import type { StatusWatch } from './application/ports/status-watch.js';
import type { FindAccountRecords, FindActivationStatus, FindProfile } from './contract/index.js';
import { changeUsersRoutes } from './operations/administration/change-users.js';
import { exportUsersRoute } from './operations/administration/export-users.js';
import { funnelRoute } from './operations/administration/funnel-route.js';
import { importUsersRoute } from './operations/administration/import-users.js';
import { readUsersRoutes } from './operations/administration/read-users.js';
import { registrationRoutes } from './operations/routes.js';
import { REGISTRATION } from './registration.module.js';

const findAccountRecords = token<FindAccountRecords>('registration.FindAccountRecords');
const statusWatch = token<StatusWatch>('registration.StatusWatch');

/** What the API adds to the context: its routes. The worker does without. */
export const registrationHttpModule = new ContainerModule(({ bind }) => {
  bind(statusWatch)
    .toResolvedValue(
      (database, logger) => new PostgresStatusWatch(database, logger),
      [PLATFORM.database, PLATFORM.logger],
    )
    .inSingletonScope();
  bind(PLATFORM.routes).toResolvedValue(readUsersRoutes, [
    REGISTRATION.findUsers,
    REGISTRATION.findTimeline,
    PLATFORM.lookUps,
  ]);
  bind(PLATFORM.routes).toResolvedValue(changeUsersRoutes, [PLATFORM.commandBus]);
  bind(PLATFORM.routes).toResolvedValue(
    (funnel, clock) => [funnelRoute(funnel, clock)],
    [REGISTRATION.findFunnel, PLATFORM.clock],
  );
  bind(PLATFORM.routes).toResolvedValue(
    (arriving, leaving) => [importUsersRoute(arriving), exportUsersRoute(leaving)],
    [REGISTRATION.userImport, REGISTRATION.exportUsers],
  );
  bind(PLATFORM.publicCommands).toResolvedValue(
    (bus) => registrationCommands(bus, changeUsersRoutes(bus)),
    [PLATFORM.commandBus],
  );
  bind(findAccountRecords)
    .toResolvedValue((database) => new PostgresFindAccountRecords(database), [PLATFORM.database])
    .inSingletonScope();
  bind(PLATFORM.routes).toResolvedValue(
    (
      bus: CommandBus,
      findProfile: FindProfile,
      findStatus: FindActivationStatus,
      watch: StatusWatch,
      findRecords: FindAccountRecords,
      personalRecords: PersonalRecords[],
    ) => registrationRoutes(bus, findProfile, findStatus, watch, findRecords, personalRecords),
    [
      PLATFORM.commandBus,
      REGISTRATION.findProfile,
      REGISTRATION.findActivationStatus,
      statusWatch,
      findAccountRecords,
      { serviceIdentifier: PLATFORM.personalRecords, isMultiple: true },
    ],
  );
});
