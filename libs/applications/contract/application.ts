import { Description } from '@gatehouse/kernel';
import { IsArray, IsIn, IsOptional, IsString, ValidateNested } from 'class-validator';
import { ApplicationGrants } from './application-grants.js';
import { ApplicationPolicy } from './application-policy.js';

/** What an application starts from. */
export const PRESETS = ['standard', 'strict'] as const;
export type Preset = (typeof PRESETS)[number];

@Description('In whose name mails come')
export class ApplicationSender {
  @Description('An address that the mail provider lets this service send from')
  @IsString()
  email!: string;

  @Description('Null: the application’s name')
  @IsOptional()
  @IsString()
  name!: string | null;
}

@Description('A frontend or product whose people register here')
export class Application {
  @Description('Names it in the header `Gatehouse-Application`, for good')
  @IsString()
  slug!: string;

  @Description('As its people know it')
  @IsString()
  name!: string;

  @Description('BCP 47: the language of those who name none')
  @IsString()
  defaultLocale!: string;

  @Description('Null: the sender of the service’s settings')
  @IsOptional()
  @ValidateNested({ context: { of: ApplicationSender } })
  sender!: ApplicationSender | null;

  @Description('Where answers to its mails go; null: to the sender')
  @IsOptional()
  @IsString()
  replyTo!: string | null;

  @Description('Exact origins that browsers may call from, such as `https://shop.example`')
  @IsArray()
  @IsString({ each: true })
  allowedOrigins!: readonly string[];

  @Description('Where the links in its mails lead to; null for the pages of this service')
  @IsOptional()
  @IsString()
  linkBaseUrl!: string | null;

  @Description('Exact addresses that the pages of this service may send its people on to')
  @IsArray()
  @IsString({ each: true })
  redirectTargets!: readonly string[];

  @Description('`strict` is what NIST 800-63B-4 and ASVS ask for: codes of 6 digits, passwords of 15 characters')
  @IsIn(PRESETS)
  preset!: Preset;

  @ValidateNested({ context: { of: ApplicationPolicy } })
  policy!: ApplicationPolicy;

  @ValidateNested({ context: { of: ApplicationGrants } })
  grants!: ApplicationGrants;
}
