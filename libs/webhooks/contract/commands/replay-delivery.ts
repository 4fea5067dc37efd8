import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { WebhooksRefusal } from '../refusals.js';

/** Makes a delivery once more, whatever came of it, with a day of its own. What the event says is what the log says now. */
export class ReplayDelivery extends Command<
  Result<null, WebhooksRefusal<'validation-failed' | 'webhook-unknown' | 'delivery-unknown'>>
> {
  @IsUUID()
  webhookId!: string;

  @IsUUID()
  deliveryId!: string;
}
