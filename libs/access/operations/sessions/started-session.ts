import { Description } from '@gatehouse/kernel';
import { Profile } from '@gatehouse/registration/contract';
import { ValidateNested } from 'class-validator';
import { IssuedTokens } from './issued-tokens.js';

@Description('A new session and its user')
export class StartedSession extends IssuedTokens {
  @ValidateNested({ context: { of: Profile } })
  user!: Profile;
}
