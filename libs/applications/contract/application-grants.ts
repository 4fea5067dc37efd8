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

@Description('What codes of any purpose may be set to')
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
  'What operators let the application set by itself. Counts are the most that its policy may say, times in seconds the least. Null goes back to the default: no sender, link or redirect of its own, and the limits of the preset',
)
export class ApplicationGrants {
  @Description('Addresses that its mails may come from, or domains such as `shop.example`; `*` is any')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(254, { each: true })
  senders?: readonly string[] | null;

  @Description('Origins that `linkBaseUrl` may lead to; `*` is any')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(300, { each: true })
  linkOrigins?: readonly string[] | null;

  @Description('Origins that `redirectTargets` may lead to; `*` is any')
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
