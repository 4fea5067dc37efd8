import type { NewEvent, UnfinishedEvent } from '@gatehouse/kernel';
import type { RevocationReason, SessionRevoked, SessionStarted } from '../../contract/events.js';

export const sessionStarted = (
  id: string,
  { id: sessionId, userId }: { readonly id: string; readonly userId: string },
): NewEvent<SessionStarted> => ({ id, subject: userId, type: 'session.started.v1', data: { sessionId, userId } });

/** What happens to each session that ends for this reason: which those are, the statement that ends them finds out. */
export type Revocation = UnfinishedEvent<SessionRevoked, 'sessionId' | 'userId'>;

export const sessionRevoked = (reason: RevocationReason): Revocation => ({
  type: 'session.revoked.v1',
  data: { reason },
  awaits: ['sessionId', 'userId'],
});
