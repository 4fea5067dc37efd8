import { Description, Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsArray, IsInt, IsISO8601, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What accepted SMS cost by the operator's price table, by application and day. */
export class FindTextSpend extends Query<Result<TextSpend, Refusal<'validation-failed' | 'application-not-found'>>> {
  @Description('The first day (UTC); by default 29 days before the last one')
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(DAY, { message: 'Must be a date, as YYYY-MM-DD' })
  from?: string | null;

  @Description('The last day (UTC), at most 366 days in total; today by default')
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(DAY, { message: 'Must be a date, as YYYY-MM-DD' })
  to?: string | null;

  @Description('Slug of an application, or `*` for all, for operators only; your own application by default')
  @IsOptional()
  @IsString()
  @MaxLength(63)
  application?: string | null;
}

@Description('What SMS cost')
export class TextSpendSum {
  @Description('ISO 4217')
  @Matches(/^[A-Z]{3}$/)
  currency!: string;

  @Description('Accepted by a provider')
  @IsInt()
  messages!: number;

  @Description('What they are billed as: a long text is several')
  @IsInt()
  segments!: number;

  @Description('Messages to numbers that the table has no price for; they add nothing to the amount')
  @IsInt()
  unpriced!: number;

  @Description('A decimal number as text, with every digit: the sum of segments times price')
  @Matches(/^\d+(\.\d+)?$/)
  amount!: string;
}

@Description('What SMS of an application cost on one day')
export class TextSpendDay extends TextSpendSum {
  @Description('Slug of the application')
  @IsString()
  application!: string;

  @Description('In UTC')
  @Matches(DAY)
  day!: string;
}

@Description('Estimated cost of SMS by application and day')
export class TextSpend {
  @Description('The first day')
  @Matches(DAY)
  from!: string;

  @Description('The last day')
  @Matches(DAY)
  to!: string;

  @Description('Totals for all days, one for each currency; empty without a price table')
  @IsArray()
  @ValidateNested({ each: true, context: { of: TextSpendSum } })
  totals!: TextSpendSum[];

  @Description('Days with SMS, latest first')
  @IsArray()
  @ValidateNested({ each: true, context: { of: TextSpendDay } })
  days!: TextSpendDay[];
}
