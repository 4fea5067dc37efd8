import { Description } from '@gatehouse/kernel';
import { Profile } from '@gatehouse/registration/contract';
import { ValidateNested } from 'class-validator';
import { IssuedTokens } from './issued-tokens.js';

@Description('A session that has just begun, and whose it is')
export class StartedSession extends IssuedTokens {
  @ValidateNested({ context: { of: Profile } })
  user!: Profile;
}
