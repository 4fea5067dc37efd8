import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, MaxLength, Min } from 'class-validator';
import type { AccessRefusal } from '../refusals.js';

@Description('The tokens of a session')
export class SessionTokens {
  @Description('A JWT as in RFC 9068 (`at+jwt`, EdDSA); verify it with the keys from /.well-known/jwks.json')
  @IsString()
  accessToken!: string;

  @IsIn(['Bearer'])
  tokenType!: 'Bearer';

  @Description('Lifetime of the access token in seconds')
  @IsInt()
  expiresIn!: number;

  @Description('Opaque, can be used once: the response contains the next one')
  @IsString()
  refreshToken!: string;
}

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

  @Description('What the browser says of itself, so that people recognise the session')
  @IsOptional()
  @IsString()
  userAgent?: string | null;
}

export interface SignedIn {
  readonly sessionId: string;
  readonly tokens: SessionTokens;
  /** The profile as registration's contract describes it; this context passes it on and reads no more than this. */
  readonly user: { readonly id: string };
}

/**
 * Exchanges a refresh token for the next one and an access token. For a minute, while its successor is unused, the same
 * token brings the same successor: an answer can get lost. After that, its return ends the session.
 */
export class RefreshSession extends Command<
  Result<SessionTokens, AccessRefusal<'validation-failed' | 'refresh-token-invalid' | 'account-suspended'>>
> {
  @Description('From the response to the sign-in or the last refresh')
  @IsString()
  @MaxLength(256)
  refreshToken!: string;
}

/** Ends one of the caller's own sessions. Ending it again changes nothing. */
export class EndSession extends Command<Result<null, AccessRefusal<'validation-failed' | 'session-unknown'>>> {
  @IsUUID()
  sessionId!: string;
}

/** Signs one of the application's people out everywhere. Doing it again changes nothing. */
export class EndSessionsOfUser extends Command<Result<null, AccessRefusal<'validation-failed' | 'user-unknown'>>> {
  @IsUUID('loose')
  userId!: string;
}

/**
 * Ends every session of an account that was started with earlier credentials, such as a password that has been
 * changed since. Doing it again changes nothing, and sessions that are younger than the change go on.
 */
export class EndOvertakenSessions extends Command<Result<null, AccessRefusal<'validation-failed'>>> {
  @IsUUID()
  userId!: string;

  @IsInt()
  @Min(1)
  credentialsVersion!: number;

  /** The session of the person who made the change. */
  @IsOptional()
  @IsUUID()
  keptSession!: string | null;
}
