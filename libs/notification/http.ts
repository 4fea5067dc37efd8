import type { Settings } from '@gatehouse/platform/config';
import { bindHandlers, from, PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { ApplicationChoices } from './adapters/applications/applications-context.js';
import { PostgresDeadLetters } from './adapters/postgres/messages/postgres-dead-letters.js';
import { PostgresMessageBacklogs } from './adapters/postgres/messages/postgres-message-backlogs.js';
import {
  type EventMessages,
  PostgresEventMessages,
  PostgresMessageViews,
} from './adapters/postgres/messages/postgres-message-views.js';
import { PostgresProviderReports } from './adapters/postgres/providers/postgres-provider-reports.js';
import { PostgresTextSpends } from './adapters/postgres/spend/postgres-text-spends.js';
import { RegistrationPeople } from './adapters/registration/registration-context.js';
import {
  FindMessageBacklogHandler,
  FindMessageHandler,
  FindMessagesHandler,
  FindMessagesOfAddressHandler,
  NamedMessages,
} from './application/messages/find-messages.js';
import {
  DropMessageHandler,
  DropMessagesHandler,
  RetryMessageHandler,
  RetryMessagesHandler,
} from './application/messages/manage-dead-letters.js';
import type { DeadLetters, MessageBacklogs, People } from './application/ports/messages.js';
import type { ConfiguredName } from './application/ports/provider-reports.js';
import { FindProvidersHandler } from './application/providers/provider-states.js';
import { FindTextSpendHandler } from './application/spend/find-text-spend.js';
import { bindMessages, bindOutcomes } from './bindings/outcomes.js';
import {
  DropMessage,
  DropMessages,
  FindMessage,
  FindMessageBacklog,
  FindMessages,
  FindMessagesOfAddress,
  FindProviders,
  FindTextSpend,
  RetryMessage,
  RetryMessages,
} from './contract/index.js';
import { bindMails, bindTemplates, NOTIFICATION } from './notification.module.js';
import { deadLetterOperations, readMessagesOperations } from './operations/messages.js';
import { providerOperations } from './operations/providers.js';
import { readTextSpendOperation } from './operations/text-spend.js';

const deadLetters = token<DeadLetters>('notification.DeadLetters');

const backlogs = token<MessageBacklogs>('notification.MessageBacklogs');
const people = token<People>('notification.People');
const messages = token<NamedMessages>('notification.NamedMessages');

export const NOTIFICATION_QUERIES = {
  eventMessages: token<EventMessages>('notification.EventMessages'),
} as const;

/** What the API and the operator take of the context: what is known of messages, dead letters, and templates. It sends nothing but tests of these. */
export const notificationHttpModule = new ContainerModule(({ bind }) => {
  const { onCommand, onQuery } = bindHandlers(bind);
  // A process that sends nothing but tests does not speak for those that send messages.
  bindMails(bind, { isWatched: false });
  bindTemplates(bind);
  bindMessages(bind, NOTIFICATION.dispatcher);
  bindOutcomes(bind);
  bind(NOTIFICATION_QUERIES.eventMessages)
    .toResolvedValue((database) => new PostgresEventMessages(database), [PLATFORM.readDatabase])
    .inSingletonScope();
  bind(people).toResolvedValue((queries) => new RegistrationPeople(queries), [PLATFORM.queryBus]);
  // Anyone who has just retried a message wants to see it, so it comes from no replica.
  bind(messages).toResolvedValue(
    (database, known) => new NamedMessages(new PostgresMessageViews(database), known),
    [PLATFORM.database, people],
  );
  onQuery(FindMessages, FindMessagesHandler, { messages: messages, lookUps: PLATFORM.lookUps });
  onQuery(FindMessagesOfAddress, FindMessagesOfAddressHandler, {
    messages: messages,
    people: people,
    lookUps: PLATFORM.lookUps,
  });
  bind(backlogs).toResolvedValue((database) => new PostgresMessageBacklogs(database), [PLATFORM.readDatabase]);
  onQuery(FindMessageBacklog, FindMessageBacklogHandler, { backlogs });
  onQuery(FindMessage, FindMessageHandler, { messages: messages, lookUps: PLATFORM.lookUps });
  bind(deadLetters)
    .toResolvedValue((database) => new PostgresDeadLetters(database), [PLATFORM.database])
    .inSingletonScope();
  onCommand(RetryMessage, RetryMessageHandler, { deadLetters: deadLetters });
  onCommand(RetryMessages, RetryMessagesHandler, { deadLetters: deadLetters });
  onCommand(DropMessage, DropMessageHandler, { deadLetters: deadLetters });
  onCommand(DropMessages, DropMessagesHandler, { deadLetters: deadLetters });
  bind(PLATFORM.operations).toConstantValue(readMessagesOperations);
  bind(PLATFORM.operations).toConstantValue(deadLetterOperations);
  onQuery(FindProviders, FindProvidersHandler, {
    reports: from([PLATFORM.database], (database) => new PostgresProviderReports(database)),
    configured: from([PLATFORM.settings], (settings) => ({
      names: configuredNames(settings),
      ofApplications: { mail: settings.mail.ofApplications, sms: settings.sms.ofApplications },
    })),
    choices: from([PLATFORM.queryBus], (queries) => new ApplicationChoices(queries)),
  });
  bind(PLATFORM.operations).toConstantValue(providerOperations);
  onQuery(FindTextSpend, FindTextSpendHandler, {
    spends: from([PLATFORM.readDatabase], (database) => new PostgresTextSpends(database)),
    clock: PLATFORM.clock,
  });
  bind(PLATFORM.operations).toConstantValue([readTextSpendOperation]);
});

const configuredNames = ({ mail, sms }: Pick<Settings, 'mail' | 'sms'>): ConfiguredName[] => [
  ...mail.providers.map(({ name, share }) => ({ channel: 'mail' as const, name, share })),
  ...sms.providers.map(({ name, share }) => ({ channel: 'sms' as const, name, share })),
];
