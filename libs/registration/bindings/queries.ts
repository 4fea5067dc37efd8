import { bindHandlers, from, PLATFORM } from '@gatehouse/platform/container';
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
  const { onQuery } = bindHandlers(bind);
  bind(REGISTRATION.profileViews)
    .toResolvedValue((database) => new PostgresProfileViews(database), [PLATFORM.readDatabase])
    .inSingletonScope();
  bind(REGISTRATION.activationStatuses)
    .toResolvedValue((database) => new PostgresActivationStatuses(database), [PLATFORM.readDatabase])
    .inSingletonScope();
  bind(REGISTRATION.userViews)
    .toResolvedValue((database) => new PostgresUserViews(database), [PLATFORM.database])
    .inSingletonScope();

  onQuery(FindProfile, FindProfileHandler, { profiles: REGISTRATION.profileViews });
  onQuery(FindActivationStatus, FindActivationStatusHandler, { statuses: REGISTRATION.activationStatuses });
  onQuery(FindAccountStanding, FindAccountStandingHandler, {
    standings: from([PLATFORM.database], (database) => new PostgresAccountStandings(database)),
  });
  onQuery(FindRecipients, FindRecipientsHandler, {
    recipients: from([PLATFORM.database], (database) => new PostgresRecipients(database)),
  });
  onQuery(ExportUsers, ExportUsersHandler, {
    exports: from([PLATFORM.database], (database) => new PostgresUserExports(database)),
  });
  onQuery(FindFunnel, FindFunnelHandler, {
    funnel: from([PLATFORM.readDatabase], (database) => new PostgresFunnelViews(database)),
    clock: PLATFORM.clock,
  });
  onQuery(FindIdsOfAddress, FindIdsOfAddressHandler, { users: REGISTRATION.userViews });
  onQuery(FindUsers, FindUsersHandler, { users: REGISTRATION.userViews, lookUps: PLATFORM.lookUps });
  onQuery(SearchUsers, SearchUsersHandler, { users: REGISTRATION.userViews, lookUps: PLATFORM.lookUps });
  onQuery(FindUsersOfAddress, FindUsersOfAddressHandler, { users: REGISTRATION.userViews, lookUps: PLATFORM.lookUps });
  onQuery(FindUser, FindUserHandler, { users: REGISTRATION.userViews, lookUps: PLATFORM.lookUps });
}
