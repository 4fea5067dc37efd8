import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, Matches } from 'class-validator';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';

/** Gives the signed-in person's account its new address, with the code from that mailbox. */
export class VerifyNewEmail extends Command<Result<Profile, RegistrationRefusal>> {
  @Description('The digits from the mail, as text: leading zeros count')
  @IsString()
  @Matches(/^[0-9]{4,10}$/)
  code!: string;
}
