import type { EmailAddress } from '../email-address.js';
import type { PersonalDetails } from './personal-details.js';

/** A registration that nobody has proven yet: it does not own its address, and several may exist for one. */
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
  /** A superseded one can never become active any more; it still answers as if it waited, so that its end tells nothing. */
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

/** A person asks for an account: a pending user and the fact of it. */
export const registerUser = (user: Omit<PendingUser, 'state'>) => ({
  user: { ...user, state: 'pending' } satisfies PendingUser,
  event: {
    type: 'user.registered.v1',
    data: { userId: user.id, email: user.email.shown, locale: user.details.locale },
  } as const,
});
