import { err, type NewEvent, ok, type Result } from '@gatehouse/kernel';
import type { UserActivated, UserRegistered } from '../../contract/events.js';
import type { EmailAddress } from '../email-address.js';
import type { PersonalDetails } from './personal-details.js';

/** Where a person's account can stand. What was erased is no account any more. */
export type UserState = 'pending' | 'active' | 'suspended' | 'superseded' | 'erased';

/** A registration that is not proven yet: it does not own its address, and several may exist for one. */
export interface PendingUser {
  readonly state: 'pending';
  readonly id: string;
  readonly application: string;
  readonly email: EmailAddress;
  readonly passwordHash: string;
  readonly details: PersonalDetails;
}

/** A pending registration as it is read back for a decision. */
export interface PendingCandidate {
  readonly id: string;
  /** A superseded one can never become active any more; it still answers as if it waited, so that its end reveals nothing. */
  readonly state: 'pending' | 'superseded';
  readonly version: number;
  readonly passwordHash: string;
  readonly emailVerified: boolean;
  /** E.164. */
  readonly phone: string | null;
  /** Whether it was asked for a proof of its phone as well, when it was made. */
  readonly phoneRequired: boolean;
  readonly phoneVerified: boolean;
}

/** The account that owns an address. */
export interface AddressOwner {
  readonly id: string;
  readonly state: 'active' | 'suspended';
  readonly passwordHash: string;
  readonly credentialsVersion: number;
}

const registered = (
  id: string,
  userId: string,
  email: EmailAddress,
  locale: string | null,
): NewEvent<UserRegistered> => ({
  id,
  subject: userId,
  type: 'user.registered.v1',
  data: { userId, email: email.shown, locale },
});

/** A person asks for an account: a pending user and the fact of it. */
export const registerUser = (user: Omit<PendingUser, 'state'>, eventId: string) => ({
  user: { ...user, state: 'pending' } satisfies PendingUser,
  event: registered(eventId, user.id, user.email, user.details.locale),
});

/** Somebody vouches for a person's address: the account needs no proof of it. */
export const vouchForUser = (
  userId: string,
  email: EmailAddress,
  eventIds: { readonly registered: string; readonly activated: string },
): readonly NewEvent<UserRegistered | UserActivated>[] => [
  registered(eventIds.registered, userId, email, null),
  {
    id: eventIds.activated,
    subject: userId,
    type: 'user.activated.v1',
    data: { userId, email: email.shown, locale: null },
  },
];

/** `unchanged`: it has that state already, so there is no event. */
type StateChange = 'changed' | 'unchanged';

/**
 * Whether an account can be suspended, or resumed. A registration that is not proven cannot: it opens nothing, and
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
