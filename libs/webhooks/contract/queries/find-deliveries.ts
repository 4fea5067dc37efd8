import { Description, Query, type Result, USUAL_LIMIT } from '@gatehouse/kernel';
import {
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { WebhooksRefusal } from '../refusals.js';

export type DeliveryState = 'pending' | 'delivered' | 'failed';

@Description('The result of an attempt. Only the status of the response is stored')
export class DeliveryAttempt {
  @IsRFC3339()
  at!: string;

  @Description('The status of the response; null: no response')
  @IsOptional()
  @IsInt()
  status!: number | null;

  @Description('The error, such as `connect-timeout` or `address-refused`')
  @IsOptional()
  @IsString()
  fault!: string | null;

  @IsInt()
  milliseconds!: number;
}

@Description('A delivery of an event to a webhook')
export class WebhookDelivery {
  @IsUUID()
  id!: string;

  @Description('Also sent as `webhook-id`')
  @IsUUID()
  eventId!: string;

  @IsString()
  type!: string;

  @IsIn(['pending', 'delivered', 'failed'])
  state!: DeliveryState;

  @Description('Attempts since it was created or replayed')
  @IsInt()
  attempts!: number;

  @Description('The latest attempts, newest first')
  @IsArray()
  @ValidateNested({ each: true, context: { of: DeliveryAttempt } })
  answers!: DeliveryAttempt[];

  @IsRFC3339()
  createdAt!: string;

  @Description('Earliest time of the next attempt; null: no more attempts')
  @IsOptional()
  @IsRFC3339()
  nextAttemptAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  endedAt!: string | null;

  @Description('Why it failed: `deadline-passed`, `gone`, `webhook-disabled` or `event-gone`')
  @IsOptional()
  @IsString()
  failure!: string | null;
}

@Description('Deliveries to a webhook, newest first')
export class DeliveryPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: WebhookDelivery } })
  deliveries!: WebhookDelivery[];

  @Description('For `after`, to read on; null where there is nothing more')
  @IsOptional()
  @IsUUID()
  nextAfter!: string | null;
}

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
