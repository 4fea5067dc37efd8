import { PLATFORM } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { PostgresMessageRecords } from './adapters/postgres/postgres-message-records.js';

/** What the API takes of the context: what is kept about people. It sends nothing itself. */
export const notificationHttpModule = new ContainerModule(({ bind }) => {
  bind(PLATFORM.personalRecords).toResolvedValue(
    (database) => new PostgresMessageRecords(database),
    [PLATFORM.database],
  );
});
