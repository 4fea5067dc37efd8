import type { PersonalRecords, QueryBus } from '@gatehouse/kernel';
import { bindHandlers, PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { PostgresStatusWatch } from './adapters/postgres/codes/postgres-status-watch.js';
import { PostgresAccountRecordViews } from './adapters/postgres/own-account/postgres-account-record-views.js';
import { PostgresCodeViews } from './adapters/postgres/standing/postgres-code-views.js';
import { PostgresTimelines } from './adapters/postgres/standing/postgres-user-views.js';
import { FindAccountRecordsHandler } from './application/own-account/own-account.js';
import type { AccountRecordViews } from './application/ports/accounts.js';
import type { StatusWatch } from './application/ports/messages.js';
import type { CodeViews, Timelines } from './application/ports/standing.js';
import { FindCodesOfUserHandler } from './application/standing/find-codes-of-user.js';
import { FindTimelineHandler } from './application/standing/find-timeline.js';
import { FindAccountRecords, FindCodesOfUser, FindTimeline } from './contract/index.js';
import { changeUsersOperations, readUsersOperations } from './operations/administer-users.js';
import { readFeedbackOperations } from './operations/feedback.js';
import { registrationOperations } from './operations/operations.js';
import { readActivationRatesOperation, readFunnelOperation } from './operations/read-funnel.js';
import { textTrafficOperations } from './operations/text-traffic.js';
import { exportUsersOperation, importUsersOperation } from './operations/transfer.js';
import { REGISTRATION } from './registration.module.js';

const accountRecords = token<AccountRecordViews>('registration.AccountRecordViews');
const statusWatch = token<StatusWatch>('registration.StatusWatch');
const codeViews = token<CodeViews>('registration.CodeViews');
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
  bind(codeViews).toResolvedValue((database) => new PostgresCodeViews(database), [PLATFORM.database]);
  onQuery(FindCodesOfUser, FindCodesOfUserHandler, {
    users: REGISTRATION.userViews,
    codes: codeViews,
    lookUps: PLATFORM.lookUps,
  });
  bind(PLATFORM.operations).toConstantValue(readUsersOperations);
  bind(PLATFORM.operations).toConstantValue(changeUsersOperations);
  bind(PLATFORM.operations).toConstantValue([readFunnelOperation, readActivationRatesOperation]);
  bind(PLATFORM.operations).toConstantValue(readFeedbackOperations);
  bind(PLATFORM.operations).toConstantValue(textTrafficOperations);
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
