import { Command, Description, type Result } from '@gatehouse/kernel';
import { ArrayMaxSize, IsArray, IsISO8601, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';

/** Changes what the signed-in person tells about themselves: an absent field stays as it is, null clears it (RFC 7396). */
export class ChangeProfile extends Command<Result<Profile, RegistrationRefusal>> {
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

  @Description('With its country, such as `+33612345678`; kept as E.164. Another number than before is not verified')
  @IsOptional()
  @IsString()
  @MaxLength(40)
  phone?: string | null;

  @Description('All of them: a list is replaced as a whole')
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
