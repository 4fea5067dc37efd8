import { Description, Query, type Refusal, type Result } from '@gatehouse/kernel';
import {
  IsArray,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

/** How far those came who signed up on some days, and at which application. */
export class FindFunnel extends Query<Result<Funnel, Refusal<'validation-failed' | 'application-not-found'>>> {
  @Description('The first day (UTC); by default 29 days before the last one')
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'Must be a date, as YYYY-MM-DD' })
  from?: string | null;

  @Description('The last day (UTC), at most 366 days in total; today by default')
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'Must be a date, as YYYY-MM-DD' })
  to?: string | null;

  @Description('Slug of an application, or `*` for all, for operators only; your own application by default')
  @IsOptional()
  @IsString()
  @MaxLength(63)
  application?: string | null;
}

@Description('How far sign-ups came: each is counted on the day of the sign-up, whenever later steps happened')
export class FunnelCounts {
  @Description('Sign-ups, including those with addresses that already have an account')
  @IsInt()
  signedUp!: number;

  @Description('How many of them had a mail accepted by the provider')
  @IsInt()
  mailed!: number;

  @IsInt()
  activated!: number;

  @Description('Superseded, because another sign-up of the same address was activated')
  @IsInt()
  superseded!: number;

  @Description('Removed after a day, because nobody activated them')
  @IsInt()
  expired!: number;

  @Description('Median time from sign-up to activation, accurate to one per cent. Null if nobody activated')
  @IsOptional()
  @IsNumber()
  medianSecondsToActivate!: number | null;
}

@Description('Sign-ups at an application on one day')
export class FunnelDay extends FunnelCounts {
  @Description('Slug of the application')
  @IsString()
  application!: string;

  @Description('In UTC')
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  day!: string;
}

@Description('Sign-ups by application and day. Counts lag by a few seconds')
export class Funnel {
  @Description('The first day')
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  from!: string;

  @Description('The last day')
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  to!: string;

  @Description('Totals for all days')
  @ValidateNested({ context: { of: FunnelCounts } })
  total!: FunnelCounts;

  @Description('Days with sign-ups, latest first')
  @IsArray()
  @ValidateNested({ each: true, context: { of: FunnelDay } })
  days!: FunnelDay[];
}
