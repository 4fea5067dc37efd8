import { Description, Query, type Result, USUAL_LIMIT } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import type { DeliveryPage, DeliveryState } from '../read-models/delivery-page.js';
import type { WebhooksRefusal } from '../refusals.js';

/** Deliveries to a webhook, the newest first. */
export class FindDeliveries extends Query<
  Result<DeliveryPage, WebhooksRefusal<'validation-failed' | 'webhook-unknown'>>
> {
  @IsUUID('loose')
  webhookId!: string;

  @Description('Only those in this state; all by default')
  @IsOptional()
  @IsIn(['pending', 'delivered', 'failed'])
  state?: DeliveryState | null;

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
