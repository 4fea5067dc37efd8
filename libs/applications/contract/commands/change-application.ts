import { Command, Description, type Result } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { type Application, PRESETS, type Preset } from '../application.js';
import { ApplicationPolicy } from '../application-policy.js';
import type { ApplicationsRefusal } from '../refusals.js';

@Description('In whose name mails come')
export class NewSender {
  @Description('An address that the mail provider lets this service send from')
  @IsString()
  @MaxLength(254)
  email!: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string | null;
}

/**
 * Changes the application that the command is for: an absent field stays as it is, null clears it (RFC 7396), in the
 * policy too. Every process goes by it within two seconds.
 */
export class ChangeApplication extends Command<
  Result<Application, ApplicationsRefusal<'validation-failed' | 'application-not-found'>>
> {
  @Description('As its people know it; it stands in mails and SMS')
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string;

  @Description('A BCP 47 tag, such as `fr`: the language of those who name none')
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)
  @MaxLength(35)
  defaultLocale?: string | null;

  @IsOptional()
  @ValidateNested({ context: { of: NewSender } })
  sender?: NewSender | null;

  @Description('Where answers to its mails go')
  @IsOptional()
  @IsString()
  @MaxLength(254)
  replyTo?: string | null;

  @Description('Exact origins, such as `https://shop.example`: no path, no wildcard. All of them: the list is replaced')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(300, { each: true })
  allowedOrigins?: string[] | null;

  @Description('`/activate` and the names of other pages are appended. Null: the pages of this service')
  @IsOptional()
  @IsString()
  @MaxLength(500)
  linkBaseUrl?: string | null;

  @Description('Exact addresses, compared character by character. All of them: the list is replaced')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(1_000, { each: true })
  redirectTargets?: string[] | null;

  @IsOptional()
  @IsIn(PRESETS)
  preset?: Preset | null;

  @IsOptional()
  @ValidateNested({ context: { of: ApplicationPolicy } })
  policy?: ApplicationPolicy | null;
}
