import { PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { ACCESS } from './access.module.js';
import { CsrfTokens } from './adapters/crypto/csrf-tokens.js';
import { AdministrationAuthenticator } from './adapters/edge/administration-authenticator.js';
import { BearerAuthenticator } from './adapters/edge/bearer-authenticator.js';
import { CookieSessions } from './adapters/edge/cookie-sessions.js';
import { DeadRefreshCookies, RefreshCookie } from './adapters/edge/refresh-cookie.js';
import { ACCESS_TOKEN_SECONDS } from './adapters/jose/jose-access-tokens.js';
import { PostgresRevokedSessions } from './adapters/postgres/postgres-revoked-sessions.js';
import type { RevokedSessions } from './application/ports/sessions.js';
import { accessOperations } from './operations/operations.js';
import { roleOperations } from './operations/roles.js';
import type { BrowserSessions } from './operations/sessions/browser-sessions.js';
import { sessionsOfUserOperations } from './operations/sessions/manage-sessions.js';

const refreshCookie = token<RefreshCookie>('access.RefreshCookie');
const browserSessions = token<BrowserSessions>('access.BrowserSessions');
const revokedSessions = token<RevokedSessions>('access.RevokedSessions');

/** What the API adds to the context: its operations, and who a bearer token speaks for. The worker does without. */
export const accessHttpModule = new ContainerModule(({ bind }) => {
  bind(revokedSessions)
    .toResolvedValue(
      (database, clock, logger) => new PostgresRevokedSessions(database, ACCESS_TOKEN_SECONDS, clock, logger),
      [PLATFORM.database, PLATFORM.clock, PLATFORM.logger],
    )
    .inSingletonScope();
  bind(PLATFORM.authenticator)
    .toResolvedValue(
      (tokens, revoked, clock) => new BearerAuthenticator(tokens, revoked, clock),
      [ACCESS.accessTokens, revokedSessions, PLATFORM.clock],
    )
    .inSingletonScope();
  bind(PLATFORM.administrators)
    .toResolvedValue(
      (tokens, revoked, roles, accounts, keys) =>
        new AdministrationAuthenticator(tokens, revoked, roles, accounts, keys),
      [ACCESS.accessTokens, revokedSessions, ACCESS.roles, ACCESS.accounts, ACCESS.backendKeys],
    )
    .inSingletonScope();
  bind(refreshCookie)
    .toResolvedValue(
      // A developer's browser keeps no Secure cookie over HTTP, unless it is Chromium or Firefox at loopback.
      ({ environment, http }) =>
        new RefreshCookie(environment === 'production' || http.publicUrl.startsWith('https:'), http.basePath),
      [PLATFORM.settings],
    )
    .inSingletonScope();
  bind(PLATFORM.deadCookies)
    .toResolvedValue(
      (cookie, refreshTokens, sessions, accounts) => new DeadRefreshCookies(cookie, refreshTokens, sessions, accounts),
      [refreshCookie, ACCESS.refreshTokens, ACCESS.sessions, ACCESS.accounts],
    )
    .inSingletonScope();
  bind(browserSessions)
    .toResolvedValue(
      (cookie, dead, { tokenKeys }, origins) => new CookieSessions(cookie, dead, new CsrfTokens(tokenKeys), origins),
      [refreshCookie, PLATFORM.deadCookies, PLATFORM.settings, ACCESS.origins],
    )
    .inSingletonScope();
  bind(PLATFORM.operations).toConstantValue(roleOperations);
  bind(PLATFORM.operations).toConstantValue(sessionsOfUserOperations);
  bind(PLATFORM.operations).toResolvedValue(
    (bus, revoked, { published }, browsers) => accessOperations(bus, revoked, published, browsers),
    [PLATFORM.commandBus, revokedSessions, ACCESS.tokenKeys, browserSessions],
  );
});
