import { Command, Description } from '@gatehouse/kernel';
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
import { PRESETS, type Preset } from '../application.js';
import { ApplicationGrants } from '../application-grants.js';
import { ApplicationPolicy } from '../application-policy.js';

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

/** What an application is created with, and may be changed in later. */
export abstract class ApplicationFields<Answer> extends Command<Answer> {
  @Description('A BCP 47 tag, such as `fr`: the language of those who name none. `en` at first')
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, { message: 'Must be a language tag, such as fr or fr-CA' })
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

  @Description(
    'Exact origins, such as `https://shop.example` or, for apps, `capacitor://localhost`: no path, no wildcard. A list replaces the one before',
  )
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

  @Description('Exact addresses, compared character by character. A list replaces the one before')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(1_000, { each: true })
  redirectTargets?: string[] | null;

  @Description('`standard` at first')
  @IsOptional()
  @IsIn(PRESETS)
  preset?: Preset | null;

  @IsOptional()
  @ValidateNested({ context: { of: ApplicationPolicy } })
  policy?: ApplicationPolicy | null;

  @Description('For operators alone. What they set without it is granted with it')
  @IsOptional()
  @ValidateNested({ context: { of: ApplicationGrants } })
  grants?: ApplicationGrants | null;
}
