import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { PhoneRefusal } from '../phone-refusals.js';
import type { RegistrationRefusal } from '../refusals.js';

/** Sends a code by SMS to the signed-in person's phone, or to the one that is to become it. */
export class SendPhoneCode extends Command<Result<null, RegistrationRefusal | PhoneRefusal>> {
  @Description(
    'With its country, such as `+33612345678`: becomes the profile’s phone once its code is typed in. Absent: the profile’s phone',
  )
  @IsOptional()
  @IsString()
  @MaxLength(40)
  phone?: string | null;
}
