import type { PersonalRecords, QueryBus } from '@gatehouse/kernel';
import { bindHandlers, PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { PostgresAccountRecordViews } from './adapters/postgres/own-account/postgres-account-record-views.js';
import { PostgresStatusWatch } from './adapters/postgres/sign-up/postgres-status-watch.js';
import { PostgresTimelines } from './adapters/postgres/standing/postgres-timelines.js';
import { FindAccountRecordsHandler } from './application/own-account/find-own-account.js';
import type { AccountRecordViews } from './application/ports/own-account-views.js';
import type { StatusWatch } from './application/ports/status-watch.js';
import type { Timelines } from './application/ports/user-views.js';
import { FindTimelineHandler } from './application/standing/find-timeline.js';
import { FindAccountRecords, FindTimeline } from './contract/index.js';
import { changeUsersOperations } from './operations/administration/change-users.js';
import { exportUsersOperation } from './operations/administration/export-users.js';
import { importUsersOperation } from './operations/administration/import-users.js';
import { readFunnelOperation } from './operations/administration/read-funnel.js';
import { readUsersOperations } from './operations/administration/read-users.js';
import { registrationOperations } from './operations/operations.js';
import { REGISTRATION } from './registration.module.js';

const accountRecords = token<AccountRecordViews>('registration.AccountRecordViews');
const statusWatch = token<StatusWatch>('registration.StatusWatch');
const timelines = token<Timelines>('registration.Timelines');
const everyRecord = { serviceIdentifier: PLATFORM.personalRecords, isMultiple: true } as const;

/** What the API adds to the context: its operations, and the queries that need other contexts. The worker does without. */
export const registrationHttpModule = new ContainerModule(({ bind }) => {
  const { onQuery } = bindHandlers(bind);
  bind(statusWatch)
    .toResolvedValue(
      (database, logger) => new PostgresStatusWatch(database, logger),
      [PLATFORM.database, PLATFORM.logger],
    )
    .inSingletonScope();
  bind(accountRecords)
    .toResolvedValue((database) => new PostgresAccountRecordViews(database), [PLATFORM.database])
    .inSingletonScope();
  bind(timelines)
    .toResolvedValue((database) => new PostgresTimelines(database), [PLATFORM.database])
    .inSingletonScope();
  onQuery(FindAccountRecords, FindAccountRecordsHandler, { records: accountRecords, others: everyRecord });
  onQuery(FindTimeline, FindTimelineHandler, {
    users: REGISTRATION.userViews,
    timelines: timelines,
    messages: REGISTRATION.eventMessages,
    lookUps: PLATFORM.lookUps,
  });
  bind(PLATFORM.operations).toResolvedValue((queries) => readUsersOperations(queries), [PLATFORM.queryBus]);
  bind(PLATFORM.operations).toConstantValue(changeUsersOperations);
  bind(PLATFORM.operations).toResolvedValue((queries) => [readFunnelOperation(queries)], [PLATFORM.queryBus]);
  bind(PLATFORM.operations).toResolvedValue(
    (arriving, queries) => [importUsersOperation(arriving), exportUsersOperation(queries)],
    [REGISTRATION.userImport, PLATFORM.queryBus],
  );
  bind(PLATFORM.operations).toResolvedValue(
    (queries: QueryBus, watch: StatusWatch, personalRecords: PersonalRecords[]) =>
      registrationOperations(queries, watch, personalRecords),
    [PLATFORM.queryBus, statusWatch, everyRecord],
  );
});
