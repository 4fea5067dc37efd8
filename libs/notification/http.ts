import { handles } from '@gatehouse/kernel';
import { PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { PostgresMessageRecords } from './adapters/postgres/delivery/postgres-message-records.js';
import { PostgresDeadLetters } from './adapters/postgres/messages/postgres-dead-letters.js';
import {
  type FindEventMessages,
  PostgresFindEventMessages,
} from './adapters/postgres/messages/postgres-find-event-messages.js';
import { PostgresFindMessages } from './adapters/postgres/messages/postgres-find-messages.js';
import { type FindRecipients, MessagesWithRecipients } from './adapters/registration/messages-with-recipients.js';
import { DropMessageHandler } from './application/messages/drop-message.js';
import { DropMessagesHandler } from './application/messages/drop-messages.js';
import { RetryMessageHandler } from './application/messages/retry-message.js';
import { RetryMessagesHandler } from './application/messages/retry-messages.js';
import type { DeadLetters } from './application/ports/dead-letters.js';
import { bindMails } from './bindings/mails.js';
import { bindTemplates, TEMPLATES } from './bindings/templates.js';
import { DropMessage, DropMessages, type FindMessages, RetryMessage, RetryMessages } from './contract/index.js';
import { deadLetterOperations } from './operations/messages/dead-letters.js';
import { type FindUsersOfAddress, readMessagesOperations } from './operations/messages/read-messages.js';

const deadLetters = token<DeadLetters>('notification.DeadLetters');

export const NOTIFICATION_QUERIES = {
  findEventMessages: token<FindEventMessages>('notification.FindEventMessages'),
  findMessages: token<FindMessages>('notification.FindMessages'),
  findTemplates: TEMPLATES.find,
  /** From other contexts: the app that composes them binds these. */
  findPerson: TEMPLATES.findPerson,
  findUsersOfAddress: token<FindUsersOfAddress>('notification.FindUsersOfAddress'),
  findRecipients: token<FindRecipients>('notification.FindRecipients'),
} as const;

/** What the API and the operator take of the context: what is known of messages, dead letters, and templates. It sends nothing but tests of these. */
export const notificationHttpModule = new ContainerModule(({ bind }) => {
  bindMails(bind);
  bindTemplates(bind);
  bind(PLATFORM.personalRecords).toResolvedValue(
    (database) => new PostgresMessageRecords(database),
    [PLATFORM.database],
  );
  bind(NOTIFICATION_QUERIES.findEventMessages)
    .toResolvedValue((database) => new PostgresFindEventMessages(database), [PLATFORM.readDatabase])
    .inSingletonScope();
  // Whoever has just retried a message wants to see it, so it comes from no replica.
  bind(NOTIFICATION_QUERIES.findMessages)
    .toResolvedValue(
      (database, recipients) => new MessagesWithRecipients(new PostgresFindMessages(database), recipients),
      [PLATFORM.database, NOTIFICATION_QUERIES.findRecipients],
    )
    .inSingletonScope();
  bind(deadLetters)
    .toResolvedValue((database) => new PostgresDeadLetters(database), [PLATFORM.database])
    .inSingletonScope();
  bind(PLATFORM.commands).toResolvedValue(
    (letters) => handles(RetryMessage, new RetryMessageHandler(letters)),
    [deadLetters],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (letters) => handles(RetryMessages, new RetryMessagesHandler(letters)),
    [deadLetters],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (letters) => handles(DropMessage, new DropMessageHandler(letters)),
    [deadLetters],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (letters) => handles(DropMessages, new DropMessagesHandler(letters)),
    [deadLetters],
  );
  bind(PLATFORM.operations).toResolvedValue(readMessagesOperations, [
    NOTIFICATION_QUERIES.findMessages,
    NOTIFICATION_QUERIES.findUsersOfAddress,
    PLATFORM.lookUps,
  ]);
  bind(PLATFORM.operations).toResolvedValue((bus) => deadLetterOperations(bus), [PLATFORM.commandBus]);
});
