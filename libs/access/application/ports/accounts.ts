import type { CommandContext, Result } from '@gatehouse/kernel';
import type { AccessRefusal } from '../../contract/refusals.js';
import type { CredentialsStanding } from '../../domain/session/session.js';

/** What this context must know of a person's account. */
export interface Account {
  readonly id: string;
  readonly state: 'pending' | 'active' | 'suspended';
}

/** An account whose password somebody has proven to know. */
export interface ProvenAccount {
  readonly account: Account;
  /** As it was when the password was read. */
  readonly credentialsVersion: number;
}

export interface AccountStanding extends CredentialsStanding {
  readonly state: Account['state'];
}

/** The accounts that sessions are for; they belong to another context. */
export interface Accounts {
  /** The account that an address and a password open. Wrong ones are counted. */
  authenticate(
    credentials: { readonly email: string; readonly password: string },
    context: CommandContext,
  ): Promise<
    Result<
      ProvenAccount,
      AccessRefusal<'credentials-invalid' | 'activation-required' | 'account-suspended' | 'throttled'>
    >
  >;

  /** How the account stands at this moment. Null where there is none, or none any more. */
  standingOf(application: string, userId: string): Promise<AccountStanding | null>;
}
