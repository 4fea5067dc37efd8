import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, Matches, MaxLength } from 'class-validator';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';

/** Activates a pending registration with the code from its mailbox and the password it was made with. */
export class ActivateUser extends Command<Result<Profile, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;

  @Description('The digits from the mail, as text: leading zeros count')
  @IsString()
  @Matches(/^[0-9]{4,10}$/)
  code!: string;
}
