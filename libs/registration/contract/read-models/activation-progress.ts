import { Description } from '@gatehouse/kernel';
import { IsArray, IsIn } from 'class-validator';
import { Profile } from './profile.js';

@Description('The profile after a proof: active, or pending as long as something is missing')
export class ActivationProgress extends Profile {
  @Description('What is still to be proven; empty once the account is active')
  @IsArray()
  @IsIn(['email', 'phone'], { each: true })
  missing!: ('email' | 'phone')[];
}
