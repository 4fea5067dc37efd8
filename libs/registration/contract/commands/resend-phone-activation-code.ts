import { Command, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { PhoneRefusal } from '../phone-refusals.js';
import type { RegistrationRefusal } from '../refusals.js';

/** Asks for another SMS to the phone of a pending registration. */
export class ResendPhoneActivationCode extends Command<Result<null, RegistrationRefusal | PhoneRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;
}
