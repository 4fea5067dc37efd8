import { Description, Query, type Refusal, type Result, USUAL_LIMIT } from '@gatehouse/kernel';
import {
  IsArray,
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

export const USUAL_WEEKS = 12;

/** The application's feedback, the latest first. Notes who looked. */
export class FindFeedback extends Query<Result<FeedbackPage, Refusal<'validation-failed'>>> {
  @Description('`nextAfter` from the previous page')
  @IsOptional()
  @IsUUID()
  after?: string | null;

  @Description(`Maximum number of entries per page; ${USUAL_LIMIT} by default`)
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number | null;
}

/** How easy people found activation, by week. Numbers alone. */
export class FindFeedbackWeeks extends Query<Result<FeedbackWeeks, Refusal<'validation-failed'>>> {
  @Description(`Number of weeks, including the current one; ${USUAL_WEEKS} by default`)
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(53)
  weeks?: number | null;
}

@Description('What one person answered')
export class FeedbackEntry {
  @IsUUID()
  id!: string;

  @IsUUID()
  userId!: string;

  @Description('1 (very hard) to 5 (very easy)')
  @IsInt()
  ease!: number;

  @Description('Plain text as the person typed it: escape it wherever you show it')
  @IsOptional()
  @IsString()
  text!: string | null;

  @IsRFC3339()
  givenAt!: string;
}

@Description('A page of feedback')
export class FeedbackPage {
  @Description('Latest first')
  @IsArray()
  @ValidateNested({ each: true, context: { of: FeedbackEntry } })
  feedback!: FeedbackEntry[];

  @Description('Pass as `after` for the next page; null if there is none')
  @IsOptional()
  @IsUUID()
  nextAfter!: string | null;
}

@Description('Feedback of several people, as numbers')
export class FeedbackAverage {
  @Description('How many people answered')
  @IsInt()
  answers!: number;

  @Description('Average from 1 (very hard) to 5 (very easy), rounded to two decimal places; null without answers')
  @IsOptional()
  @IsNumber()
  averageEase!: number | null;
}

@Description('Feedback of one week')
export class FeedbackWeek extends FeedbackAverage {
  @Description('Its Monday, in UTC')
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  week!: string;
}

@Description('Feedback by week')
export class FeedbackWeeks {
  @Description('Of all these weeks')
  @ValidateNested({ context: { of: FeedbackAverage } })
  total!: FeedbackAverage;

  @Description('Weeks with answers, latest first')
  @IsArray()
  @ValidateNested({ each: true, context: { of: FeedbackWeek } })
  weeks!: FeedbackWeek[];
}
