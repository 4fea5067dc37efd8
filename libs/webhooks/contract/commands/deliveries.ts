import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsBoolean, IsInt, IsOptional, IsRFC3339, IsUUID } from 'class-validator';
import type { WebhooksRefusal } from '../refusals.js';

/** What came of an attempt; `over`: there is nothing to do. */
export type DeliveryOutcome =
  | { readonly outcome: 'over' | 'delivered' }
  | { readonly outcome: 'again'; readonly at: Date }
  | { readonly outcome: 'failed'; readonly failure: string };

/** One attempt at a delivery. Of the service's own. */
export class DeliverWebhook extends Command<Result<DeliveryOutcome, WebhooksRefusal<'validation-failed'>>> {
  @IsUUID()
  deliveryId!: string;

  /** The event that ordered it, or ordered it again: what an earlier order has left to do is not done any more. */
  @IsUUID()
  run!: string;
}

/** Makes a delivery once more, whatever came of it, with a day of its own. What the event says is what the log says now. */
export class ReplayDelivery extends Command<
  Result<null, WebhooksRefusal<'validation-failed' | 'webhook-unknown' | 'delivery-unknown'>>
> {
  @IsUUID()
  webhookId!: string;

  @IsUUID()
  deliveryId!: string;
}

@Description('The result of a replay')
export class Replay {
  @Description('How many deliveries were replayed: at most 500')
  @IsInt()
  replayed!: number;

  @Description('For `after`, to continue the range; null if it is complete')
  @IsOptional()
  @IsUUID()
  nextAfter!: string | null;
}

@Description('A test event will be sent')
export class Ping {
  @Description('Where to look what came of it, once the event was handed over')
  @IsUUID()
  deliveryId!: string;
}

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
