import { PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { PostgresFindApplication } from './adapters/postgres/postgres-find-application.js';
import type { FindApplication } from './contract/queries/find-application.js';

export const APPLICATIONS = {
  findApplication: token<FindApplication>('FindApplication'),
} as const;

export const applicationsModule = new ContainerModule(({ bind }) => {
  bind(APPLICATIONS.findApplication)
    .toResolvedValue(
      (database, clock) => new PostgresFindApplication(database, clock),
      [PLATFORM.readDatabase, PLATFORM.clock],
    )
    .inSingletonScope();
});
