import type { CommandBus, PersonalRecords } from '@gatehouse/kernel';
import { PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { registrationCommands } from './adapters/bus/public-commands.js';
import { PostgresFindAccountRecords } from './adapters/postgres/own-account/postgres-find-account-records.js';
import { PostgresStatusWatch } from './adapters/postgres/sign-up/postgres-status-watch.js';
import type { StatusWatch } from './application/ports/status-watch.js';
import type { FindAccountRecords, FindActivationStatus, FindProfile } from './contract/index.js';
import { changeUsersOperations } from './operations/administration/change-users.js';
import { exportUsersOperation } from './operations/administration/export-users.js';
import { importUsersOperation } from './operations/administration/import-users.js';
import { readFunnelOperation } from './operations/administration/read-funnel.js';
import { readUsersOperations } from './operations/administration/read-users.js';
import { registrationOperations } from './operations/operations.js';
import { REGISTRATION } from './registration.module.js';

const findAccountRecords = token<FindAccountRecords>('registration.FindAccountRecords');
const statusWatch = token<StatusWatch>('registration.StatusWatch');

/** What the API adds to the context: its operations. The worker does without. */
export const registrationHttpModule = new ContainerModule(({ bind }) => {
  bind(statusWatch)
    .toResolvedValue(
      (database, logger) => new PostgresStatusWatch(database, logger),
      [PLATFORM.database, PLATFORM.logger],
    )
    .inSingletonScope();
  bind(PLATFORM.operations).toResolvedValue(readUsersOperations, [
    REGISTRATION.findUsers,
    REGISTRATION.findTimeline,
    PLATFORM.lookUps,
  ]);
  bind(PLATFORM.operations).toResolvedValue(changeUsersOperations, [PLATFORM.commandBus]);
  bind(PLATFORM.operations).toResolvedValue(
    (funnel, clock) => [readFunnelOperation(funnel, clock)],
    [REGISTRATION.findFunnel, PLATFORM.clock],
  );
  bind(PLATFORM.operations).toResolvedValue(
    (arriving, leaving) => [importUsersOperation(arriving), exportUsersOperation(leaving)],
    [REGISTRATION.userImport, REGISTRATION.exportUsers],
  );
  bind(PLATFORM.publicCommands).toResolvedValue(
    (bus) => registrationCommands(bus, changeUsersOperations(bus)),
    [PLATFORM.commandBus],
  );
  bind(findAccountRecords)
    .toResolvedValue((database) => new PostgresFindAccountRecords(database), [PLATFORM.database])
    .inSingletonScope();
  bind(PLATFORM.operations).toResolvedValue(
    (
      bus: CommandBus,
      findProfile: FindProfile,
      findStatus: FindActivationStatus,
      watch: StatusWatch,
      findRecords: FindAccountRecords,
      personalRecords: PersonalRecords[],
    ) => registrationOperations(bus, findProfile, findStatus, watch, findRecords, personalRecords),
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
