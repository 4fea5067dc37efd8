import { Description } from '@gatehouse/kernel';
import { IsArray, IsIn, IsInt, IsOptional, IsRFC3339, IsString, IsUUID, ValidateNested } from 'class-validator';

export type DeliveryState = 'pending' | 'delivered' | 'failed';

@Description('What came of an attempt. Of the answer its status alone is kept')
export class DeliveryAttempt {
  @IsRFC3339()
  at!: string;

  @Description('The status of the answer; null: there was none')
  @IsOptional()
  @IsInt()
  status!: number | null;

  @Description('What broke the exchange, such as `connect-timeout` or `address-refused`')
  @IsOptional()
  @IsString()
  fault!: string | null;

  @IsInt()
  milliseconds!: number;
}

@Description('An event on its way to a webhook')
export class WebhookDelivery {
  @IsUUID()
  id!: string;

  @Description('Stands in `webhook-id` too')
  @IsUUID()
  eventId!: string;

  @IsString()
  type!: string;

  @IsIn(['pending', 'delivered', 'failed'])
  state!: DeliveryState;

  @Description('Attempts since it was ordered, or ordered again')
  @IsInt()
  attempts!: number;

  @Description('The latest ones, the newest first')
  @IsArray()
  @ValidateNested({ each: true, context: { of: DeliveryAttempt } })
  answers!: DeliveryAttempt[];

  @IsRFC3339()
  createdAt!: string;

  @Description('Not before this; null: it has come to its end')
  @IsOptional()
  @IsRFC3339()
  nextAttemptAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  endedAt!: string | null;

  @Description('Why it was given up: `deadline-passed`, `gone`, `webhook-disabled` or `event-gone`')
  @IsOptional()
  @IsString()
  failure!: string | null;
}

@Description('Deliveries to a webhook, the newest first')
export class DeliveryPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: WebhookDelivery } })
  deliveries!: WebhookDelivery[];

  @Description('For `after`, to read on; null where there is nothing more')
  @IsOptional()
  @IsUUID()
  nextAfter!: string | null;
}
