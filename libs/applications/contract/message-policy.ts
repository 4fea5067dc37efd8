import { Description } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { PHONE_NUMBER_TYPES, type PhoneNumberType } from './phone-number-types.js';

export { PHONE_NUMBER_TYPES, type PhoneNumberType };

const DAY = 86_400;

@Description('Where text messages may go, and how many')
export class SmsSettings {
  @Description('Countries to send messages to, as ISO 3166 alpha-2 codes')
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(250)
  @IsString({ each: true })
  @Matches(/^[A-Z]{2}$/, { each: true, message: 'Each must be a country code, such as FR' })
  countries?: string[] | null;

  @Description(
    'Types of numbers to send messages to, according to numbering plans: `mobile` and `fixed-line-or-mobile` by default',
  )
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(11)
  @IsIn(PHONE_NUMBER_TYPES, { each: true })
  numberTypes?: PhoneNumberType[] | null;

  @Description('Maximum number of messages of the whole application within 24 hours; 0 disables SMS')
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  perDay?: number | null;

  @Description(
    'Maximum number of messages within an hour to one range of numbers, which is a number without its last four digits',
  )
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  perRangeAndHour?: number | null;

  @Description(
    'Phone numbers of a range that request codes within 24 hours before the share of entered codes is judged',
  )
  @IsOptional()
  @IsInt()
  @Min(2)
  @Max(10_000)
  rangeSample?: number | null;

  @Description('The same for a country')
  @IsOptional()
  @IsInt()
  @Min(2)
  @Max(1_000_000)
  countrySample?: number | null;

  @Description(
    'Ranges and countries where the codes of a smaller percentage of phone numbers are entered get no messages for a while; 0 turns this off',
  )
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  leastProvenPercent?: number | null;

  @Description('For how long, in seconds')
  @IsOptional()
  @IsInt()
  @Min(600)
  @Max(30 * DAY)
  stopSeconds?: number | null;
}

const PROVIDER = /^[a-z]+(:[1-9]\d?)?$/;

@Description(
  'Providers that carry the application’s messages, in order of preference, each with a share of 100 that try it first, such as `resend:5`, or without. Only those that operators grant. Null: those of the service’s settings',
)
export class ProviderSettings {
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @IsString({ each: true })
  @Matches(PROVIDER, { each: true, message: 'Each must be a provider, such as ses, or with a share, such as resend:5' })
  mail?: string[] | null;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @IsString({ each: true })
  @Matches(PROVIDER, {
    each: true,
    message: 'Each must be a provider, such as vonage, or with a share, such as twilio:5',
  })
  sms?: string[] | null;
}
