import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, Matches } from 'class-validator';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';

/** Proves the signed-in person's phone with the code from the SMS. */
export class VerifyPhone extends Command<Result<Profile, RegistrationRefusal>> {
  @Description('The digits from the SMS, as text: leading zeros count')
  @IsString()
  @Matches(/^[0-9]{4,10}$/)
  code!: string;
}
