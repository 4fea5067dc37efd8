import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { ReplayDelivery } from '../../contract/commands/replay-delivery.js';
import { deliveryReplayed } from '../../domain/webhook/webhook-events.js';
import type { Deliveries } from '../ports/deliveries.js';

export class ReplayDeliveryHandler implements CommandHandler<ReplayDelivery> {
  constructor(private readonly ports: { readonly deliveries: Deliveries; readonly ids: IdGenerator }) {}

  async execute(command: ReplayDelivery, context: CommandContext): Promise<ResultOf<ReplayDelivery>> {
    const { webhookId, deliveryId } = command;
    const event = deliveryReplayed(this.ports.ids.next(), webhookId, deliveryId);
    const outcome = await this.ports.deliveries.replay({ webhookId, deliveryId, event }, context);
    return outcome === 'ordered' ? ok(null) : err(refusal(outcome));
  }
}
