import { Description } from '@gatehouse/kernel';
import { IsArray, ValidateNested } from 'class-validator';
import { SessionSummary } from './session-summary.js';

@Description('A person’s active sessions, most recently used first')
export class SessionList {
  @IsArray()
  @ValidateNested({ each: true, context: { of: SessionSummary } })
  sessions!: SessionSummary[];
}
