import { Command, type Result } from '@gatehouse/kernel';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';
import { IsCodeField } from './code-field.js';

/** Gives the signed-in person's account its new address, with the code from that mailbox. */
export class VerifyNewEmail extends Command<Result<Profile, RegistrationRefusal>> {
  @IsCodeField('mail')
  code!: string;
}
