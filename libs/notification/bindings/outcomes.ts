import { bindHandlers, from, PLATFORM, token } from '@gatehouse/platform/container';
import type { Bind, ResolutionContext, ServiceIdentifier } from 'inversify';
import { ConfiguredEventSources } from '../adapters/events/provider-events.js';
import { PostgresMessageRecords } from '../adapters/postgres/delivery/postgres-message-records.js';
import { PostgresOutcomes } from '../adapters/postgres/outcomes/postgres-outcomes.js';
import { PostgresSuppressionList } from '../adapters/postgres/suppressions/postgres-suppression-list.js';
import { PostgresSuppressionRecords } from '../adapters/postgres/suppressions/postgres-suppression-records.js';
import { PostgresSuppressions } from '../adapters/postgres/suppressions/postgres-suppressions.js';
import { RegistrationCodes, RegistrationPeople } from '../adapters/registration/registration-context.js';
import { getTextBy } from '../adapters/ses/get-text.js';
import { RecordOutcomesHandler } from '../application/outcomes/record-outcomes.js';
import type { Codes } from '../application/ports/codes.js';
import type { SuppressionList, Suppressions } from '../application/ports/suppressions.js';
import {
  FindSuppressionOfRecipientHandler,
  FindSuppressionsHandler,
  RemoveSuppressionHandler,
} from '../application/suppressions/manage-suppressions.js';
import { RecordOutcomes } from '../contract/commands/record-outcomes.js';
import { RemoveSuppression } from '../contract/commands/suppressions.js';
import { FindSuppressionOfRecipient, FindSuppressions } from '../contract/queries/find-suppressions.js';
import { providerEventOperation } from '../operations/provider-events.js';
import { suppressionOperations } from '../operations/suppressions.js';

export const OUTCOMES = {
  codes: token<Codes>('notification.Codes'),
  eventSources: token<ConfiguredEventSources>('notification.EventSources'),
  suppressionList: token<SuppressionList>('notification.SuppressionList'),
  suppressions: token<Suppressions>('notification.Suppressions'),
  suppressionRecords: token<PostgresSuppressionRecords>('notification.SuppressionRecords'),
} as const;

type Dispatcher = ReturnType<Parameters<typeof getTextBy>[0]>;

/**
 * What sending and telling of it share: whom nothing is sent to, and what is kept about people.
 * @param dispatcher of connections to providers
 */
export function bindMessages(bind: Bind, dispatcher: ServiceIdentifier<Dispatcher>): void {
  bind(OUTCOMES.codes).toDynamicValue(
    (container: ResolutionContext) => new RegistrationCodes(() => container.get(PLATFORM.commandBus)),
  );
  bind(OUTCOMES.eventSources)
    .toDynamicValue((container: ResolutionContext) => {
      const get = getTextBy(() => container.get(dispatcher));
      return new ConfiguredEventSources(container.get(PLATFORM.settings), get);
    })
    .inSingletonScope();
  bind(OUTCOMES.suppressions)
    .toResolvedValue(
      (database, { codeKeys }) => new PostgresSuppressions(database, codeKeys),
      [PLATFORM.database, PLATFORM.settings],
    )
    .inSingletonScope();
  bind(OUTCOMES.suppressionList).toResolvedValue(
    (database, { codeKeys }) => new PostgresSuppressionList(database, codeKeys),
    [PLATFORM.database, PLATFORM.settings],
  );
  bind(OUTCOMES.suppressionRecords).toResolvedValue(
    (database, list, queries) => new PostgresSuppressionRecords(database, list, new RegistrationPeople(queries)),
    [PLATFORM.database, OUTCOMES.suppressionList, PLATFORM.queryBus],
  );
  bind(PLATFORM.personalRecords).toResolvedValue((suppressions) => suppressions, [OUTCOMES.suppressionRecords]);
  bind(PLATFORM.personalRecords).toResolvedValue(
    (database, suppressions) => new PostgresMessageRecords(database, suppressions),
    [PLATFORM.database, OUTCOMES.suppressionRecords],
  );
}

/** What providers tell afterwards, and what administrators see and change of it. */
export function bindOutcomes(bind: Bind): void {
  const { onCommand, onQuery } = bindHandlers(bind);
  onCommand(RecordOutcomes, RecordOutcomesHandler, {
    outcomes: from([PLATFORM.database], (database) => new PostgresOutcomes(database)),
    codes: OUTCOMES.codes,
  });
  const ports = { list: OUTCOMES.suppressionList, lookUps: PLATFORM.lookUps };
  onQuery(FindSuppressions, FindSuppressionsHandler, ports);
  onQuery(FindSuppressionOfRecipient, FindSuppressionOfRecipientHandler, ports);
  onCommand(RemoveSuppression, RemoveSuppressionHandler, { list: OUTCOMES.suppressionList });
  bind(PLATFORM.operations).toResolvedValue(
    (bus, sources, clock) => [providerEventOperation(bus, sources, clock)],
    [PLATFORM.commandBus, OUTCOMES.eventSources, PLATFORM.clock],
  );
  bind(PLATFORM.operations).toConstantValue(suppressionOperations);
}
