import { Command, type Result } from '@gatehouse/kernel';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';
import { IsCodeField } from './code-field.js';

/** Proves the signed-in person's phone with the code from the SMS. */
export class VerifyPhone extends Command<Result<Profile, RegistrationRefusal>> {
  @IsCodeField('SMS')
  code!: string;
}
