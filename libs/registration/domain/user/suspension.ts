import { err, ok, type Result } from '@gatehouse/kernel';

/** Where a person's account can stand. What was erased is no account any more. */
export type UserState = 'pending' | 'active' | 'suspended' | 'superseded' | 'erased';

/** `unchanged`: it stands so already, and there is no fact to tell. */
export type StateChange = 'changed' | 'unchanged';

/**
 * Whether an account can be suspended, or resumed. A registration that nobody has proven cannot: it opens nothing, and
 * others of the same address stand beside it.
 */
export function changeSuspension(
  state: UserState | null,
  wished: 'active' | 'suspended',
): Result<StateChange, 'account-unknown' | 'activation-required'> {
  if (state === 'pending') return err('activation-required');
  if (state !== 'active' && state !== 'suspended') return err('account-unknown');
  return ok(state === wished ? 'unchanged' : 'changed');
}
