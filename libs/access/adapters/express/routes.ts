import type { CommandBus } from '@gatehouse/kernel';
import type { Route } from '@gatehouse/platform/http';
import type { RevokedSessions } from '../../application/ports/revoked-sessions.js';
import type { FindSessions } from '../../contract/queries/find-sessions.js';
import type { PublicKey } from '../../contract/read-models/public-keys.js';
import type { BrowserSessions } from './browser-sessions.js';
import { endSessionRoute } from './end-session.js';
import { listSessionsRoute } from './list-sessions.js';
import { publicKeysRoute } from './public-keys.js';
import { refreshSessionRoute } from './refresh-session.js';
import { signInRoute } from './sign-in.js';

export const accessRoutes = (
  bus: CommandBus,
  findSessions: FindSessions,
  revoked: RevokedSessions,
  keys: readonly PublicKey[],
  browsers: BrowserSessions,
): readonly Route[] => [
  signInRoute(bus, browsers),
  refreshSessionRoute(bus, browsers),
  listSessionsRoute(findSessions),
  endSessionRoute(bus, revoked, browsers),
  publicKeysRoute(keys),
];
