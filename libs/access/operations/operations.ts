import type { CommandBus } from '@gatehouse/kernel';
import type { Operation } from '@gatehouse/platform/edge';
import type { RevokedSessions } from '../application/ports/sessions.js';
import { type PublicKey, PublicKeys } from '../contract/read-models/public-keys.js';
import { exampleKey } from './examples.js';
import type { BrowserSessions } from './sessions/browser-sessions.js';
import { endSessionOperation, listSessionsOperation } from './sessions/manage-sessions.js';
import { refreshSessionOperation } from './sessions/refresh-session.js';
import { signInOperation } from './sessions/sign-in.js';

export const accessOperations = (
  bus: CommandBus,
  revoked: RevokedSessions,
  keys: readonly PublicKey[],
  browsers: BrowserSessions,
): readonly Operation[] => [
  signInOperation(bus, browsers),
  refreshSessionOperation(bus, browsers),
  listSessionsOperation,
  endSessionOperation(bus, revoked, browsers),
  publicKeysOperation(keys),
];

const publicKeysOperation = (keys: readonly PublicKey[]): Operation => ({
  method: 'get',
  path: '/.well-known/jwks.json',
  operationId: 'getPublicKeys',
  tag: 'Sessions',
  summary: 'The keys that verify access tokens',
  description:
    'A JWK Set (RFC 7517) for other services to verify access tokens: EdDSA, `typ` at+jwt, `iss` this service, `aud` the application’s slug.',
  withoutApplication: true,
  isPublicDocument: true,
  answers: {
    200: {
      description: 'Every key that a valid token may be signed with',
      schema: PublicKeys,
      headers: { 'Cache-Control': 'How long the keys may be cached: five minutes' },
      example: { keys: [exampleKey] },
    },
  },
  problems: [],
  handle: async () => ({ status: 200, headers: { 'Cache-Control': 'public, max-age=300' }, body: { keys } }),
});
