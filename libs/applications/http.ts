import { PLATFORM } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { readAppearanceOperation } from './operations/appearance.js';
import { applicationOperations } from './operations/applications.js';
import { keyOperations } from './operations/keys.js';
import { logoOperations } from './operations/logo.js';
import { readAuditLogOperation } from './operations/read-audit-log.js';

/** What the API adds to the context: its operations. The worker does without. */
export const applicationsHttpModule = new ContainerModule(({ bind }) => {
  bind(PLATFORM.operations).toResolvedValue((queries) => [readAppearanceOperation(queries)], [PLATFORM.queryBus]);
  bind(PLATFORM.operations).toResolvedValue((bus) => applicationOperations(bus), [PLATFORM.commandBus]);
  bind(PLATFORM.operations).toResolvedValue((bus) => logoOperations(bus), [PLATFORM.commandBus]);
  bind(PLATFORM.operations).toConstantValue(keyOperations);
  bind(PLATFORM.operations).toResolvedValue((queries) => [readAuditLogOperation(queries)], [PLATFORM.queryBus]);
});
