import type { NewEvent } from '@gatehouse/kernel';
import type { AuthenticationFailed } from '../../contract/events.js';

export type FailureReason = AuthenticationFailed['data']['reason'];

/**
 * Somebody failed to prove who they are. What they typed as an address is not in it: it may be a password.
 * @param userId whose address it was; null for an address that is nobody's: the event is then about itself
 */
export const authenticationFailed = (
  id: string,
  userId: string | null,
  network: string | null,
  reason: FailureReason,
): NewEvent<AuthenticationFailed> => ({
  id,
  subject: userId ?? id,
  type: 'authentication.failed.v1',
  data: { userId, network, reason },
});
