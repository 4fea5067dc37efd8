import { RepeatableCall } from '../idempotency/index.js';
import type { CallWithHeaders } from './call-headers.js';
import type { Caller } from './caller.js';
import { idempotencyKeyOf } from './idempotency-key.js';

/**
 * Null where no key came. A key is its caller's, whichever network they call from next.
 * @param request what must be the same when the key comes again
 * @param carrier told apart from HTTP: the callers of each have keys of their own
 * @throws ProblemError 400 idempotency-key-invalid
 */
export function repeatableCall(
  call: CallWithHeaders,
  { actor, administrator }: Caller,
  request: object,
  carrier: '' | ' over the broker' = '',
): RepeatableCall | null {
  const key = idempotencyKeyOf(call);
  if (key === null) return null;
  const privileged = administrator && `${administrator.kind} ${administrator.application} ${administrator.id}`;
  const caller = privileged ?? (actor ? `user ${actor.userId}` : 'anybody');
  return new RepeatableCall(key, `${caller}${carrier}`, request);
}
