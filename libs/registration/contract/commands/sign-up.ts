import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, IsUUID, MaxLength } from 'class-validator';
import type { ActivationProgress, Profile } from '../read-models/profile.js';
import type { PhoneRefusal, RegistrationRefusal } from '../refusals.js';
import {
  IsBirthDateField,
  IsCodeField,
  IsHobbiesField,
  IsLocaleField,
  IsNameField,
  IsPhoneField,
  IsRedirectField,
  IsTermsVersionField,
} from './fields.js';

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

  @IsRedirectField()
  redirect?: string | null;

  @Description(
    'The version of the terms that the person agrees to, if the application asks for it: `GET /v1/sign-up-rules` names it',
  )
  @IsTermsVersionField()
  acceptedTerms?: string | null;
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

/**
 * Proves the mailbox of a pending registration with the code from its mail and the password it was made with. That
 * activates it, unless its phone has to be proven too.
 */
export class ActivateUser extends Command<Result<ActivationProgress, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;

  @IsCodeField('mail')
  code!: string;
}

/** Proves the phone of a pending registration with the code from its SMS and the password it was made with. */
export class ProveRegisteredPhone extends Command<Result<ActivationProgress, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;

  @IsCodeField('SMS')
  code!: string;
}

/** Asks for another activation code. Answers alike whether or not the address is known. */
export class ResendActivationCode extends Command<Result<null, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsRedirectField()
  redirect?: string | null;
}

/** Asks for another SMS to the phone of a pending registration. */
export class ResendPhoneActivationCode extends Command<Result<null, RegistrationRefusal | PhoneRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;
}

/** Sends another activation code to a pending registration: for administrators. */
export class ResendActivationCodeTo extends Command<Result<null, RegistrationRefusal>> {
  @IsUUID()
  userId!: string;
}

/**
 * Makes an active account without a code: anyone who runs the service vouches for the address. Registrations of the address
 * that are not proven become void.
 */
export class CreateAccount extends Command<Result<{ readonly userId: string }, RegistrationRefusal>> {
  @Description('At most 254 octets. Addresses that differ only in case are the same')
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;
}
