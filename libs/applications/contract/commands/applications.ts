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
import { ApplicationAppearance } from '../appearance.js';
import { type Application, ApplicationGrants, PRESETS, type Preset } from '../application.js';
import { ApplicationPolicy } from '../application-policy.js';
import type { ApplicationsRefusal } from '../refusals.js';

@Description('Sender name of mails')
class NewSender {
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
abstract class ApplicationFields<Answer> extends Command<Answer> {
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

  @IsOptional()
  @ValidateNested({ context: { of: ApplicationAppearance } })
  appearance?: ApplicationAppearance | null;

  @Description('Only for operators. Settings that they make without it are granted automatically')
  @IsOptional()
  @ValidateNested({ context: { of: ApplicationGrants } })
  grants?: ApplicationGrants | null;
}

/** A new product: people can sign up at it at once. */
export class CreateApplication extends ApplicationFields<
  Result<Application, ApplicationsRefusal<'validation-failed' | 'slug-taken' | 'grant-exceeded'>>
> {
  @Description(
    'Identifies it in the header `Gatehouse-Application` and cannot be changed: lowercase letters, digits and hyphens',
  )
  @IsString()
  @Matches(/^\p{DI}*[a-z0-9](\p{DI}*[a-z0-9-]){0,62}(?<=[a-z0-9])\p{DI}*$/u, {
    message: 'Use lowercase letters, digits and hyphens',
  })
  slug!: string;

  @Description('The name that users see, also in mails and SMS')
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;
}

/**
 * Changes the application that the command is for: an absent field stays as it is, null clears it (RFC 7396), in the
 * policy too. Every process goes by it within two seconds.
 */
export class ChangeApplication extends ApplicationFields<
  Result<Application, ApplicationsRefusal<'validation-failed' | 'application-not-found' | 'grant-exceeded'>>
> {
  @Description('The name that users see, also in mails and SMS')
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string;
}
