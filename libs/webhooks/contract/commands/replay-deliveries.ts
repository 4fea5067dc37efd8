import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsBoolean, IsOptional, IsRFC3339, IsUUID } from 'class-validator';
import type { Replay } from '../read-models/replay.js';
import type { WebhooksRefusal } from '../refusals.js';

/** Makes the deliveries of a time once more, 500 at most: the oldest ones. */
export class ReplayDeliveries extends Command<
  Result<Replay, WebhooksRefusal<'validation-failed' | 'webhook-unknown'>>
> {
  @IsUUID()
  webhookId!: string;

  @Description('Only deliveries created at or after this time')
  @IsRFC3339()
  from!: string;

  @Description('And before this. Absent: until now')
  @IsOptional()
  @IsRFC3339()
  to?: string | null;

  @Description('Also replay successful deliveries; by default only failed ones')
  @IsOptional()
  @IsBoolean()
  delivered?: boolean | null;

  @Description('`nextAfter` from the previous call, to continue a range')
  @IsOptional()
  @IsUUID()
  after?: string | null;
}
