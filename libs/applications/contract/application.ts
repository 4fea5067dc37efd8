import { Description } from '@gatehouse/kernel';
import { IsArray, IsIn, IsOptional, IsString, ValidateNested } from 'class-validator';
import { ApplicationGrants } from './application-grants.js';
import { ApplicationPolicy } from './application-policy.js';

/** What an application starts from. */
export const PRESETS = ['standard', 'strict'] as const;
export type Preset = (typeof PRESETS)[number];

@Description('Sender name of mails')
export class ApplicationSender {
  @Description('An address that the mail provider allows this service to send from')
  @IsString()
  email!: string;

  @Description('Null: the application’s name')
  @IsOptional()
  @IsString()
  name!: string | null;
}

@Description('A frontend or product whose users register here')
export class Application {
  @Description('Identifies it in the header `Gatehouse-Application` and cannot be changed')
  @IsString()
  slug!: string;

  @Description('The name that users see')
  @IsString()
  name!: string;

  @Description('Default language: a BCP 47 tag')
  @IsString()
  defaultLocale!: string;

  @Description('Null: the sender from the service’s settings')
  @IsOptional()
  @ValidateNested({ context: { of: ApplicationSender } })
  sender!: ApplicationSender | null;

  @Description('Where answers to its mails go; null: to the sender')
  @IsOptional()
  @IsString()
  replyTo!: string | null;

  @Description('Exact origins that may call the API from browsers, such as `https://shop.example`')
  @IsArray()
  @IsString({ each: true })
  allowedOrigins!: readonly string[];

  @Description('Where the links in its mails lead to; null for the pages of this service')
  @IsOptional()
  @IsString()
  linkBaseUrl!: string | null;

  @Description('Exact URLs that hosted pages may link to after success')
  @IsArray()
  @IsString({ each: true })
  redirectTargets!: readonly string[];

  @Description('`strict` meets NIST 800-63B-4 and ASVS: codes of 6 digits, passwords of 15 characters')
  @IsIn(PRESETS)
  preset!: Preset;

  @ValidateNested({ context: { of: ApplicationPolicy } })
  policy!: ApplicationPolicy;

  @ValidateNested({ context: { of: ApplicationGrants } })
  grants!: ApplicationGrants;
}
