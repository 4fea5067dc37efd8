import { Description } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { ApplicationAppearance, ApplicationLogo } from './appearance.js';
import { ApplicationPolicy, GuessingSettings, MessageSettings } from './application-policy.js';
import { SmsSettings } from './message-policy.js';

@Description('Limits for codes of any purpose')
export class CodeCeilings {
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  triesPerCode?: number | null;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  sharedTries?: number | null;

  @IsOptional()
  @IsInt()
  @Min(3_600)
  @Max(7 * 86_400)
  windowSeconds?: number | null;
}

@Description('Providers that the application may choose from. `*` allows any that the service has')
export class ProviderGrants {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Matches(/^([a-z]+|\*)$/, { each: true, message: 'Each must be a provider, such as ses, or * for any' })
  mail?: readonly string[] | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Matches(/^([a-z]+|\*)$/, { each: true, message: 'Each must be a provider, such as vonage, or * for any' })
  sms?: readonly string[] | null;
}

@Description(
  'What the application may configure itself, as granted by operators. Counts are maximums for its policy, times in seconds and percentages are minimums. Null restores the default: no own sender, links, redirects or providers, and the limits of the preset',
)
export class ApplicationGrants {
  @Description('Sender addresses that its mails may use, or domains such as `shop.example`; `*` allows any')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(254, { each: true })
  senders?: readonly string[] | null;

  @Description('Origins that `linkBaseUrl` may use; `*` allows any')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(300, { each: true })
  linkOrigins?: readonly string[] | null;

  @Description('Origins that `redirectTargets` may use; `*` allows any')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(300, { each: true })
  redirectOrigins?: readonly string[] | null;

  @IsOptional()
  @ValidateNested({ context: { of: CodeCeilings } })
  codes?: CodeCeilings | null;

  @IsOptional()
  @ValidateNested({ context: { of: MessageSettings } })
  messages?: MessageSettings | null;

  @IsOptional()
  @ValidateNested({ context: { of: GuessingSettings } })
  guessing?: GuessingSettings | null;

  @IsOptional()
  @ValidateNested({ context: { of: SmsSettings } })
  sms?: SmsSettings | null;

  @IsOptional()
  @ValidateNested({ context: { of: ProviderGrants } })
  providers?: ProviderGrants | null;
}

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

  @ValidateNested({ context: { of: ApplicationAppearance } })
  appearance!: ApplicationAppearance;

  @Description('Null: none has been uploaded')
  @IsOptional()
  @ValidateNested({ context: { of: ApplicationLogo } })
  logo!: ApplicationLogo | null;

  @ValidateNested({ context: { of: ApplicationGrants } })
  grants!: ApplicationGrants;
}
