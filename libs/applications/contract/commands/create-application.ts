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
import { NewSender } from './change-application.js';

/** A new product: people can sign up at it within two seconds. */
export class CreateApplication extends Command<
  Result<Application, ApplicationsRefusal<'validation-failed' | 'slug-taken'>>
> {
  @Description('Names it in the header `Gatehouse-Application`, for good: small letters, digits and hyphens')
  @IsString()
  @Matches(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
  slug!: string;

  @Description('As its people know it; it stands in mails and SMS')
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  @Description('A BCP 47 tag, such as `fr`: the language of those who name none. `en` unless told')
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

  @Description('Exact origins, such as `https://shop.example`: no path, no wildcard')
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

  @Description('Exact addresses, compared character by character')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(1_000, { each: true })
  redirectTargets?: string[] | null;

  @Description('`standard` unless told')
  @IsOptional()
  @IsIn(PRESETS)
  preset?: Preset | null;

  @IsOptional()
  @ValidateNested({ context: { of: ApplicationPolicy } })
  policy?: ApplicationPolicy | null;
}
