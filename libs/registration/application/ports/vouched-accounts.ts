import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type { UserActivated, UserRegistered } from '../../contract/events.js';
import type { EmailAddress } from '../../domain/email-address.js';
import type { RegistrationProven } from '../../domain/user/prove-registration.js';

export interface VouchedAccount {
  readonly id: string;
  readonly email: EmailAddress;
  readonly passwordHash: string;
  readonly events: readonly NewEvent<UserRegistered | UserActivated>[];
  /** Of each pending registration of the address. */
  readonly superseded: NonNullable<RegistrationProven['superseded']>;
}

/** Writes accounts that somebody vouches for. */
export interface VouchedAccounts {
  /** One atomic statement, which notes who did it. False where the address is somebody's: nothing is written. */
  add(account: VouchedAccount, context: CommandContext): Promise<boolean>;
}
