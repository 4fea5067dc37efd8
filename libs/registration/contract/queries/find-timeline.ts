import { Description, Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsOptional, IsUUID, Matches } from 'class-validator';
import type { Timeline } from '../read-models/user-record.js';
import { IsPageLimit } from './page-limit.js';

/** What happened to a user, the latest first. Notes who looked. */
export class FindTimeline extends Query<Result<Timeline, Refusal<'validation-failed' | 'user-unknown'>>> {
  @IsUUID('loose')
  userId!: string;

  @Description('`nextAfter` from the previous page')
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: 'Must be a cursor from an earlier response' })
  after?: string | null;

  @IsPageLimit()
  limit?: number | null;
}
