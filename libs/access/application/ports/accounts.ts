import type { CommandContext, Result } from '@gatehouse/kernel';
import type { AccessRefusal } from '../../contract/refusals.js';

/** What this context must know of a person's account. */
export interface Account {
  readonly id: string;
  readonly state: 'pending' | 'active' | 'suspended';
}

/** The accounts that sessions are for; they belong to another context. */
export interface Accounts {
  /** The account that an address and a password open, active or pending. Wrong ones are counted. */
  authenticate(
    credentials: { readonly email: string; readonly password: string },
    context: CommandContext,
  ): Promise<Result<Account, AccessRefusal<'credentials-invalid' | 'account-suspended' | 'throttled'>>>;

  /** Null where there is none, or none any more. */
  find(application: string, userId: string): Promise<Account | null>;
}
