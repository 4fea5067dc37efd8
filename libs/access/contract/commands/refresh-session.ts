import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { SessionTokens } from '../read-models/session-tokens.js';
import type { AccessRefusal } from '../refusals.js';

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
