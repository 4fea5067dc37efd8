import type { Profile } from '@gatehouse/registration/contract';
import { ValidateNested } from 'class-validator';
import { SessionTokens } from '../../contract/read-models/session-tokens.js';

/** What a sign-in answers: the session's tokens and whose they are. */
export class StartedSession extends SessionTokens {
  @ValidateNested()
  user!: Profile;
}
