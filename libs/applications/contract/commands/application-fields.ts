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

@Description('Sender name of mails')
export class NewSender {
  @Description('An address that the mail provider allows this service to send from')
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
  @Description('Default language: a BCP 47 tag, such as `fr`. `en` by default')
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
    'Exact origins, such as `https://shop.example` or, for apps, `capacitor://localhost`, without path or wildcard. The list replaces the previous one',
  )
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(300, { each: true })
  allowedOrigins?: string[] | null;

  @Description('Base URL to which `/activate` and other page names are appended. Null: this service’s own pages')
  @IsOptional()
  @IsString()
  @MaxLength(500)
  linkBaseUrl?: string | null;

  @Description('Exact URLs, compared character by character. The list replaces the previous one')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(1_000, { each: true })
  redirectTargets?: string[] | null;

  @Description('`standard` by default')
  @IsOptional()
  @IsIn(PRESETS)
  preset?: Preset | null;

  @IsOptional()
  @ValidateNested({ context: { of: ApplicationPolicy } })
  policy?: ApplicationPolicy | null;

  @Description('Only for operators. Settings that they make without it are granted automatically')
  @IsOptional()
  @ValidateNested({ context: { of: ApplicationGrants } })
  grants?: ApplicationGrants | null;
}
