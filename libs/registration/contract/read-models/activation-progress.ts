import { Description } from '@gatehouse/kernel';
import { IsArray, IsIn } from 'class-validator';
import { Profile } from './profile.js';

@Description('The profile after the verification: active, or pending while something is missing')
export class ActivationProgress extends Profile {
  @Description('What must still be verified; empty once the account is active')
  @IsArray()
  @IsIn(['email', 'phone'], { each: true })
  missing!: ('email' | 'phone')[];
}
