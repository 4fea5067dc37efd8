import { Description } from '@gatehouse/kernel';
import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { ProviderSettings, SmsSettings } from './message-policy.js';
import { ProfileSettings } from './profile-settings.js';

const DAY = 86_400;

@Description('Codes of one purpose')
export class CodeSettings {
  @Description('4 to 10')
  @IsOptional()
  @IsInt()
  @Min(4)
  @Max(10)
  digits?: number | null;

  @Description('Lifetime in seconds after the provider accepts the message: 30 s to 24 h')
  @IsOptional()
  @IsInt()
  @Min(30)
  @Max(DAY)
  lifeSeconds?: number | null;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  triesPerCode?: number | null;

  @Description(
    'Number of tries shared by codes shorter than `longDigits`, per address or phone; after that, codes are long',
  )
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  sharedTries?: number | null;

  @Description('How long shared tries are counted, in seconds')
  @IsOptional()
  @IsInt()
  @Min(3_600)
  @Max(7 * DAY)
  windowSeconds?: number | null;

  @Description('Digits of codes after the shared tries are used up; never fewer than `digits`')
  @IsOptional()
  @IsInt()
  @Min(6)
  @Max(10)
  longDigits?: number | null;
}

@Description('Codes for accounts, by purpose')
export class ProofCodeSettings {
  @IsOptional()
  @ValidateNested({ context: { of: CodeSettings } })
  phone?: CodeSettings | null;

  @IsOptional()
  @ValidateNested({ context: { of: CodeSettings } })
  'email-change'?: CodeSettings | null;

  @IsOptional()
  @ValidateNested({ context: { of: CodeSettings } })
  'password-reset'?: CodeSettings | null;
}

@Description('Lengths in Unicode code points')
export class PasswordSettings {
  @IsOptional()
  @IsInt()
  @Min(8)
  @Max(64)
  minLength?: number | null;

  @Description('NIST 800-63B-4 requires at least 64')
  @IsOptional()
  @IsInt()
  @Min(64)
  @Max(128)
  maxLength?: number | null;
}

@Description('Limits on messages per recipient and per network')
export class MessageSettings {
  @Description('Seconds between two messages to one recipient')
  @IsOptional()
  @IsInt()
  @Min(10)
  @Max(3_600)
  gapSeconds?: number | null;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(60)
  perHour?: number | null;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  perDay?: number | null;

  @Description(
    'Maximum number of messages within an hour by requests from one network. A sign-up that has to verify a phone too sends two: with a limit of 1, it is the only one of its hour',
  )
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  perNetworkAndHour?: number | null;
}

@Description('Limits on wrong passwords and codes')
export class GuessingSettings {
  @Description('Wrong passwords per account and network before delays begin')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  freeTries?: number | null;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(900)
  firstDelaySeconds?: number | null;

  @Description('At most 15 minutes: a longer delay would lock people out')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(900)
  longestDelaySeconds?: number | null;

  @Description('Wrong passwords or codes of one network within `networkWindowSeconds`')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  perNetwork?: number | null;

  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(DAY)
  networkWindowSeconds?: number | null;
}

@Description('Differences from the preset. Absent or null fields use the preset’s values')
export class ApplicationPolicy {
  @Description('Activation codes')
  @IsOptional()
  @ValidateNested({ context: { of: CodeSettings } })
  code?: CodeSettings | null;

  @IsOptional()
  @ValidateNested({ context: { of: ProofCodeSettings } })
  codes?: ProofCodeSettings | null;

  @IsOptional()
  @ValidateNested({ context: { of: PasswordSettings } })
  password?: PasswordSettings | null;

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
  @ValidateNested({ context: { of: ProviderSettings } })
  providers?: ProviderSettings | null;

  @IsOptional()
  @ValidateNested({ context: { of: ProfileSettings } })
  profile?: ProfileSettings | null;

  @Description('Tell people at sign-up if an address is taken: this lets anyone find out who has an account')
  @IsOptional()
  @IsBoolean()
  revealExistingAccounts?: boolean | null;

  @Description('Accounts become active only after a phone is verified too')
  @IsOptional()
  @IsBoolean()
  requirePhone?: boolean | null;

  @Description(
    'People must agree to the terms at sign-up: the version that they agree to, such as `2026-11`. Requires a link to the terms or to the privacy policy (`appearance`); null by default: they are not asked',
  )
  @IsOptional()
  @IsString()
  @MaxLength(64)
  termsVersion?: string | null;

  @Description('Ask people once, after their activation, how easy it was; off by default')
  @IsOptional()
  @IsBoolean()
  askFeedback?: boolean | null;
}
