import { Description, Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsISO8601, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Funnel } from '../read-models/funnel.js';

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
