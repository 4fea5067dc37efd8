import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { SessionTokens } from '../read-models/session-tokens.js';
import type { AccessRefusal } from '../refusals.js';

/** Starts a session for anyone who proves the password of an active account. */
export class SignIn extends Command<
  Result<
    SignedIn,
    AccessRefusal<
      'validation-failed' | 'credentials-invalid' | 'activation-required' | 'account-suspended' | 'throttled'
    >
  >
> {
  @Description('The address of the account, case-insensitive')
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;
}

export interface SignedIn {
  readonly sessionId: string;
  readonly tokens: SessionTokens;
  /** The profile as registration's contract describes it; this context passes it on and reads no more than this. */
  readonly user: { readonly id: string };
}
