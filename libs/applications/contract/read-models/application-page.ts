import { Description } from '@gatehouse/kernel';
import { IsArray, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Application } from '../application.js';

@Description('Applications by slug')
export class ApplicationPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: Application } })
  applications!: Application[];

  @Description('For `after`, to get the next page; null on the last page')
  @IsOptional()
  @IsString()
  nextAfter!: string | null;
}
