import { answers } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { PostgresFunnelViews } from '../adapters/postgres/funnel/postgres-funnel-views.js';
import { PostgresRecipients } from '../adapters/postgres/messages/postgres-recipients.js';
import { PostgresProfileViews } from '../adapters/postgres/own-account/postgres-profile-views.js';
import { PostgresActivationStatuses } from '../adapters/postgres/sign-up/postgres-activation-statuses.js';
import { PostgresAccountStandings } from '../adapters/postgres/standing/postgres-account-standings.js';
import { PostgresUserViews } from '../adapters/postgres/standing/postgres-user-views.js';
import { PostgresUserExports } from '../adapters/postgres/transfer/postgres-user-exports.js';
import { FindFunnelHandler } from '../application/funnel/find-funnel.js';
import { FindRecipientsHandler } from '../application/messages/find-recipients.js';
import { FindProfileHandler } from '../application/own-account/find-own-account.js';
import { FindActivationStatusHandler } from '../application/sign-up/find-activation-status.js';
import { FindAccountStandingHandler } from '../application/standing/find-account-standing.js';
import {
  FindIdsOfAddressHandler,
  FindUserHandler,
  FindUsersHandler,
  FindUsersOfAddressHandler,
} from '../application/standing/find-users.js';
import { SearchUsersHandler } from '../application/standing/search-users.js';
import { ExportUsersHandler } from '../application/transfer/export-users.js';
import {
  ExportUsers,
  FindAccountStanding,
  FindActivationStatus,
  FindFunnel,
  FindIdsOfAddress,
  FindProfile,
  FindRecipients,
  FindUser,
  FindUsers,
  FindUsersOfAddress,
  SearchUsers,
} from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** What is asked of the context, and where it reads. Anyone who has just acted wants to see it, so few read from a replica. */
export function bindQueries({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  bind(REGISTRATION.profileViews)
    .toResolvedValue((database) => new PostgresProfileViews(database), [PLATFORM.readDatabase])
    .inSingletonScope();
  bind(REGISTRATION.activationStatuses)
    .toResolvedValue((database) => new PostgresActivationStatuses(database), [PLATFORM.readDatabase])
    .inSingletonScope();
  bind(REGISTRATION.userViews)
    .toResolvedValue((database) => new PostgresUserViews(database), [PLATFORM.database])
    .inSingletonScope();

  bind(PLATFORM.queries).toResolvedValue(
    (profiles) => answers(FindProfile, new FindProfileHandler(profiles)),
    [REGISTRATION.profileViews],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (statuses) => answers(FindActivationStatus, new FindActivationStatusHandler(statuses)),
    [REGISTRATION.activationStatuses],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (database) => answers(FindAccountStanding, new FindAccountStandingHandler(new PostgresAccountStandings(database))),
    [PLATFORM.database],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (database) => answers(FindRecipients, new FindRecipientsHandler(new PostgresRecipients(database))),
    [PLATFORM.database],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (database) => answers(ExportUsers, new ExportUsersHandler(new PostgresUserExports(database))),
    [PLATFORM.database],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (database, clock) => answers(FindFunnel, new FindFunnelHandler(new PostgresFunnelViews(database), clock)),
    [PLATFORM.readDatabase, PLATFORM.clock],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (users) => answers(FindIdsOfAddress, new FindIdsOfAddressHandler(users)),
    [REGISTRATION.userViews],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (users, lookUps) => answers(FindUsers, new FindUsersHandler(users, lookUps)),
    [REGISTRATION.userViews, PLATFORM.lookUps],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (users, lookUps) => answers(SearchUsers, new SearchUsersHandler(users, lookUps)),
    [REGISTRATION.userViews, PLATFORM.lookUps],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (users, lookUps) => answers(FindUsersOfAddress, new FindUsersOfAddressHandler(users, lookUps)),
    [REGISTRATION.userViews, PLATFORM.lookUps],
  );
  bind(PLATFORM.queries).toResolvedValue(
    (users, lookUps) => answers(FindUser, new FindUserHandler(users, lookUps)),
    [REGISTRATION.userViews, PLATFORM.lookUps],
  );
}
