import type { CommandBus } from '@gatehouse/kernel';
import type { Route } from '@gatehouse/platform/edge';
import type { BrowserSessions } from '../adapters/edge/browser-sessions.js';
import type { RevokedSessions } from '../application/ports/revoked-sessions.js';
import type { FindSessions } from '../contract/queries/find-sessions.js';
import type { PublicKey } from '../contract/read-models/public-keys.js';
import { publicKeysRoute } from './public-keys.js';
import { endSessionRoute } from './sessions/end-session.js';
import { listSessionsRoute } from './sessions/list-sessions.js';
import { refreshSessionRoute } from './sessions/refresh-session.js';
import { signInRoute } from './sessions/sign-in.js';

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
