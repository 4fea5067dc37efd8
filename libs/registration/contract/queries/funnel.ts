import { Description, Query, type Refusal, type Result } from '@gatehouse/kernel';
import {
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

/** What people may be told apart by, as numbers. */
export const ACTIVATION_GROUPS = ['provider', 'mail-domain', 'phone-country'] as const;
export type ActivationGroups = (typeof ACTIVATION_GROUPS)[number];

/** Fewer people of a week have no name (k-anonymity): a count of theirs would be one of persons. */
export const SMALLEST_GROUP = 10;
export const USUAL_RATE_WEEKS = 5;

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

/** How many activated, by the provider of their first mail, by mail domain, or by their phone's country. */
export class FindActivationRates extends Query<
  Result<ActivationRates, Refusal<'validation-failed' | 'application-not-found'>>
> {
  @Description(
    '`provider`: of the first mail. `mail-domain`: of the address at sign-up. `phone-country`: of people who were sent a code by text message',
  )
  @IsIn(ACTIVATION_GROUPS)
  by!: ActivationGroups;

  @Description(`Number of weeks, including the current one; ${USUAL_RATE_WEEKS} by default`)
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(53)
  weeks?: number | null;

  @Description('Slug of an application, or `*` for all, for operators only; your own application by default')
  @IsOptional()
  @IsString()
  @MaxLength(63)
  application?: string | null;
}

@Description('Several people, and how many of them activated')
export class ActivationCounts {
  @IsInt()
  people!: number;

  @Description('How many of their first mails arrived, as far as providers report it; 0 for `phone-country`')
  @IsInt()
  delivered!: number;

  @Description('How many of their first mails bounced, likewise')
  @IsInt()
  bounced!: number;

  @Description('Of `phone-country`: how many verified their phone')
  @IsInt()
  activated!: number;
}

@Description('People with one thing in common')
export class ActivationGroup extends ActivationCounts {
  @Description('A provider as the settings name it, a mail domain, or the ISO 3166 alpha-2 code of a country')
  @IsString()
  name!: string;
}

@Description('Activations by group. Counts lag by a few seconds')
export class ActivationRates {
  @IsIn(ACTIVATION_GROUPS)
  by!: ActivationGroups;

  @Description(
    'The Monday of the first week, in UTC. People count in the week of their sign-up, or of their first text message',
  )
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  from!: string;

  @Description('Largest first, at most 20')
  @IsArray()
  @ValidateNested({ each: true, context: { of: ActivationGroup } })
  groups!: ActivationGroup[];

  @Description(
    `Everyone else: groups of fewer than ${SMALLEST_GROUP} people in a week are not named, nor are those beyond the largest 20, and people of whom it is not known`,
  )
  @ValidateNested({ context: { of: ActivationCounts } })
  others!: ActivationCounts;
}
