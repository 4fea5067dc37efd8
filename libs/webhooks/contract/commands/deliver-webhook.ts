import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
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
