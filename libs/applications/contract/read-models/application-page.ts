import { Description } from '@gatehouse/kernel';
import { IsArray, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Application } from '../application.js';

@Description('Applications by slug')
export class ApplicationPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: Application } })
  applications!: Application[];

  @Description('For `after`, to get the next page; null where there is none')
  @IsOptional()
  @IsString()
  nextAfter!: string | null;
}

/** Which page of a list is meant. */
export class PageQuery {
  @Description('`nextAfter` of the page before')
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string | null;

  @Description('Most entries of a page: 50 unless told')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number | null;
}
