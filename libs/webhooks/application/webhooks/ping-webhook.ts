import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { PingWebhook } from '../../contract/commands/ping-webhook.js';
import { webhookPinged } from '../../domain/webhook/webhook-events.js';
import type { DeliveryIdOf } from '../ports/delivery-ids.js';
import type { Webhooks } from '../ports/webhooks.js';

/** Writes an event that goes to one webhook alone; its way is the one of every other. */
export class PingWebhookHandler implements CommandHandler<PingWebhook> {
  constructor(
    private readonly ports: {
      readonly webhooks: Webhooks;
      readonly deliveryIdOf: DeliveryIdOf;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute({ webhookId }: PingWebhook, context: CommandContext): Promise<ResultOf<PingWebhook>> {
    const event = webhookPinged(this.ports.ids.next(), webhookId);
    const ping = { deliveryId: this.ports.deliveryIdOf(event.id, webhookId) };
    context.repeatable?.recordAnswer(ping);
    const pinged = await this.ports.webhooks.ping({ webhookId, event }, context);
    return pinged ? ok(ping) : err(refusal('webhook-unknown'));
  }
}
