import { bindHandlers, from, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { PostgresFunnelViews } from '../adapters/postgres/funnel/postgres-funnel.js';
import {
  PostgresActivationStatuses,
  PostgresRecipients,
} from '../adapters/postgres/messages/postgres-message-views.js';
import { PostgresProfileViews } from '../adapters/postgres/own-account/postgres-accounts.js';
import { PostgresAccountStandings, PostgresUserViews } from '../adapters/postgres/standing/postgres-user-views.js';
import { PostgresUserExports } from '../adapters/postgres/transfer/postgres-user-exports.js';
import { FindActivationRatesHandler, FindFunnelHandler } from '../application/funnel/funnel.js';
import { FindActivationStatusHandler, FindRecipientsHandler } from '../application/messages/find-messages.js';
import { FindProfileHandler } from '../application/own-account/own-account.js';
import { FindSignUpRulesHandler } from '../application/sign-up/find-sign-up-rules.js';
import {
  FindAccountStandingHandler,
  FindIdsOfAddressHandler,
  FindUserHandler,
  FindUsersHandler,
  FindUsersOfAddressHandler,
  FindWasActivatedHandler,
  SearchUsersHandler,
} from '../application/standing/find-users.js';
import { ExportUsersHandler } from '../application/transfer/export-users.js';
import {
  ExportUsers,
  FindAccountStanding,
  FindActivationRates,
  FindActivationStatus,
  FindFunnel,
  FindIdsOfAddress,
  FindProfile,
  FindRecipients,
  FindSignUpRules,
  FindUser,
  FindUsers,
  FindUsersOfAddress,
  FindWasActivated,
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
  onQuery(FindSignUpRules, FindSignUpRulesHandler, { applications: REGISTRATION.applications });
  onQuery(FindWasActivated, FindWasActivatedHandler, { users: REGISTRATION.userViews });
  onQuery(FindAccountStanding, FindAccountStandingHandler, {
    standings: from([PLATFORM.database], (database) => new PostgresAccountStandings(database)),
  });
  onQuery(FindRecipients, FindRecipientsHandler, {
    recipients: from([PLATFORM.database], (database) => new PostgresRecipients(database)),
  });
  onQuery(ExportUsers, ExportUsersHandler, {
    exports: from([PLATFORM.database], (database) => new PostgresUserExports(database)),
  });
  const funnel = from([PLATFORM.readDatabase], (database) => new PostgresFunnelViews(database));
  onQuery(FindFunnel, FindFunnelHandler, { funnel, clock: PLATFORM.clock });
  onQuery(FindActivationRates, FindActivationRatesHandler, { funnel });
  onQuery(FindIdsOfAddress, FindIdsOfAddressHandler, { users: REGISTRATION.userViews });
  onQuery(FindUsers, FindUsersHandler, { users: REGISTRATION.userViews, lookUps: PLATFORM.lookUps });
  onQuery(SearchUsers, SearchUsersHandler, { users: REGISTRATION.userViews, lookUps: PLATFORM.lookUps });
  onQuery(FindUsersOfAddress, FindUsersOfAddressHandler, { users: REGISTRATION.userViews, lookUps: PLATFORM.lookUps });
  onQuery(FindUser, FindUserHandler, { users: REGISTRATION.userViews, lookUps: PLATFORM.lookUps });
}
