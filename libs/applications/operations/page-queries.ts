import { Description } from '@gatehouse/kernel';
import { IsPageLimit } from '@gatehouse/platform/edge';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

/** Which applications. */
export class ApplicationsQuery {
  @Description('`nextAfter` of the page before')
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string | null;

  @IsPageLimit()
  limit?: number | null;
}

/** Where to read on. */
export class AuditQuery {
  @Description('`position` or `nextAfter`: what comes after it is meant')
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: 'Must be a cursor from an earlier response' })
  after?: string | null;

  @Description('Maximum number of entries per page; 100 by default. An export as NDJSON has no pages')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number | null;

  @Description('Of every application and not of one: for administrators of `default` alone, keys are refused')
  @IsOptional()
  @IsIn(['all'])
  applications?: 'all' | null;
}
