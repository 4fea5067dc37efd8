import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { Profile } from '../read-models/profile.js';
import type { EmailRefusal, PhoneRefusal, RegistrationRefusal } from '../refusals.js';
import { IsBirthDateField, IsCodeField, IsHobbiesField, IsLocaleField, IsNameField, IsPhoneField } from './fields.js';

/** Proves that someone knows an account's password. For other contexts of this service, never for the outside. */
export class AuthenticateUser extends Command<Result<AuthenticatedUser, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;
}

export interface AuthenticatedUser {
  readonly profile: Profile;
  /** The account's, as it was when its password was read: a session started with it ends when it grows. */
  readonly credentialsVersion: number;
}

/** Changes the signed-in person's profile: an absent field stays as it is, null clears it (RFC 7396). */
export class ChangeProfile extends Command<Result<Profile, RegistrationRefusal>> {
  @IsNameField()
  name?: string | null;

  @IsNameField()
  surname?: string | null;

  @Description('With its country, such as `+33612345678`; kept as E.164. Another number than before is not verified')
  @IsPhoneField()
  phone?: string | null;

  @Description('The complete list: it replaces the previous one')
  @IsHobbiesField()
  hobbies?: string[] | null;

  @IsBirthDateField()
  birthDate?: string | null;

  @IsLocaleField()
  locale?: string | null;
}

/** Gives the signed-in person's account another password. All its sessions end, but for the one that asks. */
export class ChangePassword extends Command<Result<null, RegistrationRefusal>> {
  @Description('The current password: a stolen access token is not enough')
  @IsString()
  @MaxLength(1024)
  currentPassword!: string;

  @Description('The same rules apply as at sign-up')
  @IsString()
  @MaxLength(1024)
  newPassword!: string;
}

/**
 * Sends a code to the address that the signed-in person's account is to have, and notifies its current one. Their own
 * address in other letters is the same mailbox, so nothing is left to prove: answers the profile that shows it.
 */
export class RequestEmailChange extends Command<
  Result<Profile | null, RegistrationRefusal | EmailRefusal<'email-unchanged'>>
> {
  @Description(
    'Becomes the account’s address when its code is entered; at once if only case or script differs, such as `Ada@` for `ada@`',
  )
  @IsString()
  @MaxLength(320)
  newEmail!: string;

  @Description('A stolen access token is not enough')
  @IsString()
  @MaxLength(1024)
  currentPassword!: string;
}

/** Gives the signed-in person's account its new address, with the code from that mailbox. */
export class VerifyNewEmail extends Command<Result<Profile, RegistrationRefusal>> {
  @IsCodeField('mail')
  code!: string;
}

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

/** Proves the signed-in person's phone with the code from the SMS. */
export class VerifyPhone extends Command<Result<Profile, RegistrationRefusal>> {
  @IsCodeField('SMS')
  code!: string;
}
