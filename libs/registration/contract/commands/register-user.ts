import { Command, Description, type Result } from '@gatehouse/kernel';
import { ArrayMaxSize, IsArray, IsISO8601, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';

/** Signs a person up. Answers alike for free, pending and taken addresses. */
export class RegisterUser extends Command<Result<RegisteredUser, RegistrationRefusal>> {
  @Description('At most 254 octets. Addresses that differ by case alone are one')
  @IsString()
  @MaxLength(320)
  email!: string;

  @Description(
    '8 to 128 Unicode code points unless the application’s policy says otherwise; common passwords are refused',
  )
  @IsString()
  @MaxLength(1024)
  password!: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string | null;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  surname?: string | null;

  @Description(
    'With its country, such as `+33612345678`; kept as E.164. Some applications require it, and have it proven',
  )
  @IsOptional()
  @IsString()
  @MaxLength(40)
  phone?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(50, { each: true })
  hobbies?: string[] | null;

  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  birthDate?: string | null;

  @Description('The language of the mails: a BCP 47 tag, such as `fr` or `fr-CA`')
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)
  @MaxLength(35)
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
