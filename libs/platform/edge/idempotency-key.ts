import { RepeatableCall } from '../idempotency/index.js';
import type { Caller } from './caller.js';
import type { CallWithHeaders } from './operation.js';
import { ProblemError, problemTable } from './problem.js';

/** What every operation that goes by an Idempotency-Key may answer besides its own problems. */
export const idempotencyProblems = problemTable({
  'idempotency-key-invalid': {
    status: 400,
    title: 'The Idempotency-Key must be 16 to 255 letters, digits and symbols',
  },
  'idempotency-in-flight': { status: 409, title: 'The first request with this Idempotency-Key is still in progress' },
  'idempotency-key-used': {
    status: 422,
    title: 'This Idempotency-Key was used for another request, or its response is no longer stored',
  },
});

/** A UUID fits, and so does whatever else is hard to guess. A comma would be two headers in one. */
export const IDEMPOTENCY_KEY_PATTERN = '^[A-Za-z0-9._~:/+=-]{16,255}$';
const KEY = new RegExp(IDEMPOTENCY_KEY_PATTERN);
const QUOTED = /^"([^"]*)"$/;

/**
 * The call's key: bare, or a string as draft-ietf-httpapi-idempotency-key-header has it, in quotation marks. Null where
 * there is none.
 * @throws ProblemError 400 idempotency-key-invalid
 */
export function idempotencyKeyOf({ headers }: CallWithHeaders): string | null {
  const value = headers['idempotency-key'];
  if (value === undefined) return null;
  const key = typeof value === 'string' ? value.replace(QUOTED, '$1') : '';
  if (!KEY.test(key)) throw new ProblemError(idempotencyProblems['idempotency-key-invalid']);
  return key;
}

/** Tells an answer that was given before from the first one. */
export const REPLAYED = { 'Idempotent-Replayed': 'true' } as const;

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
