import type { CommandContext } from '@gatehouse/kernel';
import type { EmailAddress } from '../../domain/email-address.js';

export interface VouchedAccount {
  readonly id: string;
  readonly email: EmailAddress;
  readonly passwordHash: string;
  readonly eventIds: { readonly registered: string; readonly activated: string };
}

/** Writes accounts that somebody vouches for. */
export interface VouchedAccounts {
  /** One atomic statement, which notes who did it. False where the address is somebody's: nothing is written. */
  add(account: VouchedAccount, context: CommandContext): Promise<boolean>;
}
