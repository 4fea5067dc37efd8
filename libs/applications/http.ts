import { PLATFORM } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { APPLICATIONS } from './applications.module.js';
import { applicationOperations } from './operations/applications.js';
import { keyOperations } from './operations/keys.js';
import { readAuditLogOperation } from './operations/read-audit-log.js';

/** What the API adds to the context: its operations. The worker does without. */
export const applicationsHttpModule = new ContainerModule(({ bind }) => {
  bind(PLATFORM.operations).toResolvedValue(
    (bus, applications, application) => applicationOperations(bus, applications, application),
    [PLATFORM.commandBus, APPLICATIONS.findApplications, APPLICATIONS.findOneApplication],
  );
  bind(PLATFORM.operations).toResolvedValue(
    (bus, keys) => keyOperations(bus, keys),
    [PLATFORM.commandBus, APPLICATIONS.findKeys],
  );
  bind(PLATFORM.operations).toResolvedValue((audit) => [readAuditLogOperation(audit)], [APPLICATIONS.findAuditEntries]);
});
