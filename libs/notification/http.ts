import { PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { type FindEventMessages, PostgresFindEventMessages } from './adapters/postgres/postgres-find-event-messages.js';
import { PostgresMessageRecords } from './adapters/postgres/postgres-message-records.js';

export const NOTIFICATION_QUERIES = {
  findEventMessages: token<FindEventMessages>('notification.FindEventMessages'),
} as const;

/** What the API takes of the context: what is known of messages, and kept about people. It sends nothing itself. */
export const notificationHttpModule = new ContainerModule(({ bind }) => {
  bind(PLATFORM.personalRecords).toResolvedValue(
    (database) => new PostgresMessageRecords(database),
    [PLATFORM.database],
  );
  bind(NOTIFICATION_QUERIES.findEventMessages)
    .toResolvedValue((database) => new PostgresFindEventMessages(database), [PLATFORM.readDatabase])
    .inSingletonScope();
});
