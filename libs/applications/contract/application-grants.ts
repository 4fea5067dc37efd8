import { Description } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { GuessingSettings, MessageSettings, SmsSettings } from './application-policy.js';

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

@Description(
  'What the application may configure itself, as granted by operators. Counts are maximums for its policy, times in seconds are minimums. Null restores the default: no own sender, links or redirects, and the limits of the preset',
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
}
