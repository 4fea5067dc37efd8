import { PLATFORM } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { APPLICATIONS } from './applications.module.js';
import { applicationRoutes } from './operations/application-routes.js';
import { auditRoute } from './operations/audit-route.js';
import { keyRoutes } from './operations/key-routes.js';

/** What the API adds to the context: its routes. The worker does without. */
export const applicationsHttpModule = new ContainerModule(({ bind }) => {
  bind(PLATFORM.routes).toResolvedValue(
    (bus, applications, application) => applicationRoutes(bus, applications, application),
    [PLATFORM.commandBus, APPLICATIONS.findApplications, APPLICATIONS.findOneApplication],
  );
  bind(PLATFORM.routes).toResolvedValue(
    (bus, keys) => keyRoutes(bus, keys),
    [PLATFORM.commandBus, APPLICATIONS.findKeys],
  );
  bind(PLATFORM.routes).toResolvedValue((audit) => [auditRoute(audit)], [APPLICATIONS.findAuditEntries]);
});
