import { Description, Query, type Refusal, type Result, USUAL_LIMIT } from '@gatehouse/kernel';
import {
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

const PLACE = /^(\+\d{1,15}|[A-Z]{2})$/;

/** Ranges of numbers and countries that the application sends no SMS to at present. */
export class FindTextStops extends Query<Result<TextStopPage, Refusal<'validation-failed'>>> {
  @Description('`nextAfter` from the previous page')
  @IsOptional()
  @Matches(PLACE, { message: 'Must be a cursor from an earlier response' })
  after?: string | null;

  @Description(`Maximum number of stops per page; ${USUAL_LIMIT} by default`)
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number | null;
}

/** From how many numbers codes by SMS were requested and entered, by country and by range. */
export class FindTextTraffic extends Query<Result<TextTraffic, Refusal<never>>> {}

@Description('A range of numbers or a country that gets no SMS for a while')
export class TextStop {
  @IsUUID()
  id!: string;

  @IsIn(['range', 'country'])
  kind!: 'range' | 'country';

  @Description('The numbers without their last four digits, such as `+3361234`, or an ISO 3166 alpha-2 code')
  @IsString()
  place!: string;

  @Description('`velocity`: as many messages within an hour as a range may get. `unproven`: too few codes were entered')
  @IsIn(['velocity', 'unproven'])
  reason!: 'velocity' | 'unproven';

  @Description(
    'Messages within an hour for `velocity`; for `unproven` the phone numbers that requested codes within 24 hours',
  )
  @IsInt()
  asked!: number;

  @Description('Phone numbers whose codes were entered within 24 hours')
  @IsInt()
  proven!: number;

  @IsRFC3339()
  stoppedAt!: string;

  @Description('When messages are sent again, if nobody lifts the stop before')
  @IsRFC3339()
  endsAt!: string;
}

@Description('A page of stops')
export class TextStopPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: TextStop } })
  stops!: TextStop[];

  @Description('Pass as `after` for the next page; null if there is none')
  @IsOptional()
  @IsString()
  nextAfter!: string | null;
}

@Description('Phone numbers with codes by SMS within 24 hours')
export class TextCounts {
  @Description('Phone numbers that requested a code')
  @IsInt()
  asked!: number;

  @Description('Phone numbers whose code was entered')
  @IsInt()
  proven!: number;

  @Description('The share in per cent; null without requests')
  @IsOptional()
  @IsNumber()
  provenPercent!: number | null;
}

@Description('Codes by SMS to one country')
export class CountryTraffic extends TextCounts {
  @Description('ISO 3166 alpha-2')
  @IsString()
  country!: string;
}

@Description('Codes by SMS to one range of numbers')
export class RangeTraffic extends TextCounts {
  @Description('The numbers without their last four digits')
  @IsString()
  range!: string;

  @Description('ISO 3166 alpha-2')
  @IsString()
  country!: string;
}

@Description('Codes by SMS within the last 24 hours')
export class TextTraffic {
  @Description('Most requests first')
  @IsArray()
  @ValidateNested({ each: true, context: { of: CountryTraffic } })
  countries!: CountryTraffic[];

  @Description('The ranges with most requests')
  @IsArray()
  @ValidateNested({ each: true, context: { of: RangeTraffic } })
  ranges!: RangeTraffic[];
}
