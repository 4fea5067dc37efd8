import { bindHandlers, fixed, PLATFORM, token } from '@gatehouse/platform/container';
import { AgedRowsPurge } from '@gatehouse/platform/jobs';
import { ContainerModule, type ResolutionContext } from 'inversify';
import { ApplicationKeys, ApplicationOrigins } from './adapters/applications/applications-context.js';
import { BowserDevices } from './adapters/bowser/bowser-devices.js';
import { ChainedRefreshTokens } from './adapters/crypto/chained-refresh-tokens.js';
import { JoseAccessTokens } from './adapters/jose/jose-access-tokens.js';
import { TokenKeys } from './adapters/jose/token-keys.js';
import { PostgresRoleRecords, PostgresSessionRecords } from './adapters/postgres/postgres-personal-records.js';
import { PostgresRoles } from './adapters/postgres/postgres-roles.js';
import { PostgresSessions, PostgresSessionViews } from './adapters/postgres/postgres-sessions.js';
import { CredentialsChanges } from './adapters/registration/credentials-changes.js';
import { RegistrationAccounts } from './adapters/registration/registration-accounts.js';
import type { Accounts } from './application/ports/accounts.js';
import type { BackendKeys, Origins } from './application/ports/applications.js';
import type { Roles } from './application/ports/roles.js';
import type { Sessions, SessionViews } from './application/ports/sessions.js';
import type { AccessTokens, RefreshTokens } from './application/ports/tokens.js';
import { FindRolesHandler, GrantRoleHandler, RevokeRoleHandler } from './application/roles/manage-roles.js';
import {
  EndOvertakenSessionsHandler,
  EndSessionHandler,
  EndSessionsOfUserHandler,
  FindSessionsHandler,
  FindSessionsOfUserHandler,
} from './application/sessions/manage-sessions.js';
import { RefreshSessionHandler } from './application/sessions/refresh-session.js';
import { SignInHandler } from './application/sessions/sign-in.js';
import {
  EndOvertakenSessions,
  EndSession,
  EndSessionsOfUser,
  FindRoles,
  FindSessions,
  FindSessionsOfUser,
  GrantRole,
  RefreshSession,
  RevokeRole,
  SignIn,
} from './contract/index.js';
import { standardSessions } from './domain/session/session.js';

export const ACCESS = {
  backendKeys: token<BackendKeys>('access.BackendKeys'),
  roles: token<Roles>('access.Roles'),
  accounts: token<Accounts>('access.Accounts'),
  sessions: token<Sessions>('access.Sessions'),
  sessionViews: token<SessionViews>('access.SessionViews'),
  tokenKeys: token<TokenKeys>('access.TokenKeys'),
  accessTokens: token<AccessTokens>('access.AccessTokens'),
  origins: token<Origins>('access.Origins'),
  refreshTokens: token<RefreshTokens>('access.RefreshTokens'),
} as const;

export const accessModule = new ContainerModule(({ bind }) => {
  const { onCommand, onQuery } = bindHandlers(bind);
  // Adapters.
  bind(ACCESS.accounts).toDynamicValue(
    (container: ResolutionContext) =>
      new RegistrationAccounts(() => container.get(PLATFORM.commandBus), container.get(PLATFORM.queryBus)),
  );
  bind(ACCESS.sessions)
    .toResolvedValue((database) => new PostgresSessions(database), [PLATFORM.database])
    .inSingletonScope();
  bind(ACCESS.roles)
    .toResolvedValue((database) => new PostgresRoles(database), [PLATFORM.database])
    .inSingletonScope();
  bind(ACCESS.backendKeys).toResolvedValue((queries) => new ApplicationKeys(queries), [PLATFORM.queryBus]);
  bind(ACCESS.sessionViews)
    .toResolvedValue((database) => new PostgresSessionViews(database), [PLATFORM.readDatabase])
    .inSingletonScope();
  bind(PLATFORM.personalRecords).toResolvedValue(
    (database) => new PostgresSessionRecords(database),
    [PLATFORM.database],
  );
  // Nothing is said of a session that is over, and no access token of it is good any more.
  for (const column of ['expires_at', 'revoked_at']) {
    bind(PLATFORM.purges).toResolvedValue(
      (database) => new AgedRowsPurge(database, { what: 'sessions', table: 'sessions', column, keepSeconds: 86_400 }),
      [PLATFORM.database],
    );
  }
  bind(PLATFORM.personalRecords).toResolvedValue((database) => new PostgresRoleRecords(database), [PLATFORM.database]);
  bind(ACCESS.tokenKeys)
    .toResolvedValue(({ tokenKeys }) => new TokenKeys(tokenKeys), [PLATFORM.settings])
    .inSingletonScope();
  bind(ACCESS.accessTokens)
    .toResolvedValue(
      (keys, { http }, clock, ids) => new JoseAccessTokens(keys, http.publicUrl, clock, ids),
      [ACCESS.tokenKeys, PLATFORM.settings, PLATFORM.clock, PLATFORM.ids],
    )
    .inSingletonScope();
  bind(ACCESS.refreshTokens)
    .toResolvedValue(({ tokenKeys }) => new ChainedRefreshTokens(tokenKeys), [PLATFORM.settings])
    .inSingletonScope();
  bind(ACCESS.origins)
    .toResolvedValue(
      (queries, { http, environment }) => new ApplicationOrigins(queries, http.publicUrl, environment),
      [PLATFORM.queryBus, PLATFORM.settings],
    )
    .inSingletonScope();

  // Use cases.
  onCommand(SignIn, SignInHandler, {
    accounts: ACCESS.accounts,
    sessions: ACCESS.sessions,
    roles: ACCESS.roles,
    refreshTokens: ACCESS.refreshTokens,
    accessTokens: ACCESS.accessTokens,
    devices: fixed(new BowserDevices()),
    ids: PLATFORM.ids,
    policy: fixed(standardSessions),
  });
  onCommand(RefreshSession, RefreshSessionHandler, {
    accounts: ACCESS.accounts,
    sessions: ACCESS.sessions,
    roles: ACCESS.roles,
    refreshTokens: ACCESS.refreshTokens,
    accessTokens: ACCESS.accessTokens,
    policy: fixed(standardSessions),
  });
  onCommand(EndSession, EndSessionHandler, { sessions: ACCESS.sessions });
  onCommand(EndSessionsOfUser, EndSessionsOfUserHandler, { accounts: ACCESS.accounts, sessions: ACCESS.sessions });
  onCommand(EndOvertakenSessions, EndOvertakenSessionsHandler, { sessions: ACCESS.sessions });
  onCommand(GrantRole, GrantRoleHandler, { accounts: ACCESS.accounts, roles: ACCESS.roles, ids: PLATFORM.ids });
  onCommand(RevokeRole, RevokeRoleHandler, { accounts: ACCESS.accounts, roles: ACCESS.roles, ids: PLATFORM.ids });

  // Queries.
  onQuery(FindRoles, FindRolesHandler, { roles: ACCESS.roles });
  onQuery(FindSessions, FindSessionsHandler, { sessions: ACCESS.sessionViews });
  onQuery(FindSessionsOfUser, FindSessionsOfUserHandler, {
    accounts: ACCESS.accounts,
    sessions: ACCESS.sessionViews,
    lookUps: PLATFORM.lookUps,
  });

  // What other contexts' events lead to. Only the worker runs subscriptions.
  bind(PLATFORM.subscriptions).toResolvedValue((bus) => new CredentialsChanges(bus), [PLATFORM.commandBus]);
});
