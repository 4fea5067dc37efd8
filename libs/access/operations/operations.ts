import type { CommandBus, QueryBus } from '@gatehouse/kernel';
import type { Operation } from '@gatehouse/platform/edge';
import type { RevokedSessions } from '../application/ports/revoked-sessions.js';
import type { PublicKey } from '../contract/read-models/public-keys.js';
import { publicKeysOperation } from './public-keys.js';
import type { BrowserSessions } from './sessions/browser-sessions.js';
import { endSessionOperation } from './sessions/end-session.js';
import { listSessionsOperation } from './sessions/list-sessions.js';
import { refreshSessionOperation } from './sessions/refresh-session.js';
import { signInOperation } from './sessions/sign-in.js';

export const accessOperations = (
  bus: CommandBus,
  queries: QueryBus,
  revoked: RevokedSessions,
  keys: readonly PublicKey[],
  browsers: BrowserSessions,
): readonly Operation[] => [
  signInOperation(bus, browsers),
  refreshSessionOperation(bus, browsers),
  listSessionsOperation(queries),
  endSessionOperation(bus, revoked, browsers),
  publicKeysOperation(keys),
];
