import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type { TermsAccepted, UserActivated, UserRegistered } from '../../contract/events.js';
import type { NewlyIssued } from '../../domain/code/code.js';
import type { EmailAddress } from '../../domain/email-address.js';
import type { CodePolicy, MessageLimits } from '../../domain/policy.js';
import type { TextDestination } from '../../domain/text-traffic.js';
import type { RegistrationProven } from '../../domain/user/prove-registration.js';
import type { PendingUser } from '../../domain/user/user.js';
import type { AddressKey } from './charged-tries.js';
import type { AddressHistory } from './message-history.js';

export interface NewRegistration {
  readonly user: PendingUser;
  readonly event: NewEvent<UserRegistered>;
  /** Where the application asks for it. */
  readonly terms?: NewEvent<TermsAccepted>;
  readonly activation: NewlyIssued;
  /** The code that goes by SMS, where the phone is to be proven as well. */
  readonly phone?: NewlyIssued & { readonly destination?: TextDestination };
}

/** Limits of a sign-up's messages; `textsPerDay` for its SMS: how many the application sends within a day, none by default. */
export interface RegistrationLimits extends MessageLimits {
  readonly textsPerDay?: number;
}

/** Where registrations are kept. Every method is one atomic statement. */
export interface Registrations {
  historyOf(key: AddressKey, policy: CodePolicy): Promise<AddressHistory>;

  /**
   * Writes the user, its first codes, their messages' slots and the events; null when the limits leave no slot.
   * @param context of the call: if it may be repeated, its answer is kept
   */
  add(
    registration: NewRegistration,
    network: string | null,
    limits: RegistrationLimits,
    context?: CommandContext,
  ): Promise<{ createdAt: Date } | null>;

  /**
   * Counts an answer that reveals an account like the message that it replaces, for the caller's network.
   * False when the network has had its hour's worth.
   */
  countNotice(key: AddressKey, limits: MessageLimits): Promise<boolean>;
}

export interface VouchedAccount {
  readonly id: string;
  readonly email: EmailAddress;
  readonly passwordHash: string;
  readonly events: readonly NewEvent<UserRegistered | UserActivated>[];
  /** Of each pending registration of the address. */
  readonly superseded: NonNullable<RegistrationProven['superseded']>;
}

/** Writes accounts whose address an operator vouches for. */
export interface VouchedAccounts {
  /** One atomic statement, which notes who did it. False where the address is somebody's: nothing is written. */
  add(account: VouchedAccount, context: CommandContext): Promise<boolean>;
}
