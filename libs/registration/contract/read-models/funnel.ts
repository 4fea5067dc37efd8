import { Description } from '@gatehouse/kernel';
import { IsArray, IsInt, IsNumber, IsOptional, IsString, Matches, ValidateNested } from 'class-validator';

@Description(
  'How far those came who signed up: each is counted on the day of their sign-up, whenever the rest happened',
)
export class FunnelCounts {
  @Description('Sign-ups, whether the address was anybody’s or not')
  @IsInt()
  signedUp!: number;

  @Description('Of these, how many had a mail accepted by the provider')
  @IsInt()
  mailed!: number;

  @IsInt()
  activated!: number;

  @Description('Given up, because another sign-up of the same address was activated')
  @IsInt()
  superseded!: number;

  @Description('Removed after a day, because nobody activated them')
  @IsInt()
  expired!: number;

  @Description('Half of those who activated took no longer from sign-up; right to one per cent. Null where nobody did')
  @IsOptional()
  @IsNumber()
  medianSecondsToActivate!: number | null;
}

@Description('Those who signed up at an application on one day')
export class FunnelDay extends FunnelCounts {
  @Description('Slug of the application')
  @IsString()
  application!: string;

  @Description('In UTC')
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  day!: string;
}

@Description('Sign-ups by application and day. Counts follow what happens within seconds')
export class Funnel {
  @Description('The first day that is meant')
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  from!: string;

  @Description('The last day that is meant')
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  to!: string;

  @Description('All of these days together')
  @ValidateNested({ context: { of: FunnelCounts } })
  total!: FunnelCounts;

  @Description('Days on which somebody signed up, the latest first')
  @IsArray()
  @ValidateNested({ each: true, context: { of: FunnelDay } })
  days!: FunnelDay[];
}
