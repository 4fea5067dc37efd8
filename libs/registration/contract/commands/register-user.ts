import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';
import { IsBirthDateField, IsHobbiesField, IsLocaleField, IsNameField, IsPhoneField } from './profile-fields.js';

/** Signs a person up. Answers alike for free, pending and taken addresses. */
export class RegisterUser extends Command<Result<RegisteredUser, RegistrationRefusal>> {
  @Description('At most 254 octets. Addresses that differ only in case are the same')
  @IsString()
  @MaxLength(320)
  email!: string;

  @Description(
    'By default 8 to 128 Unicode code points, depending on the application’s policy; common passwords are refused',
  )
  @IsString()
  @MaxLength(1024)
  password!: string;

  @IsNameField()
  name?: string | null;

  @IsNameField()
  surname?: string | null;

  @Description(
    'With its country, such as `+33612345678`; kept as E.164. Some applications require it, and have it proven',
  )
  @IsPhoneField()
  phone?: string | null;

  @IsHobbiesField()
  hobbies?: string[] | null;

  @IsBirthDateField()
  birthDate?: string | null;

  @IsLocaleField()
  locale?: string | null;
}

export interface RegisteredUser {
  readonly profile: Profile;
  /** `phone`: of the code that goes there by SMS, where the application wants the phone proven as well. */
  readonly activation: CodeNotice & { readonly phone: CodeNotice | null };
}

export interface CodeNotice {
  readonly codeLength: number;
  readonly lifeSeconds: number;
  /** Where the message is: always `queued` at this moment. */
  readonly delivery: 'queued';
}
