import { IsArray, ValidateNested } from 'class-validator';
import type { SessionSummary } from './session-summary.js';

/** A person's sessions, the one used last first: never more than an account may have at once. */
export class SessionList {
  @IsArray()
  @ValidateNested({ each: true })
  sessions!: SessionSummary[];
}
