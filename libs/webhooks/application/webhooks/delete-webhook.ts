import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { DeleteWebhook } from '../../contract/commands/delete-webhook.js';
import { webhookDeleted } from '../../domain/webhook/webhook-events.js';
import type { Webhooks } from '../ports/webhooks.js';

/** Removes a webhook of the application; another one's is as unknown as one that never was. */
export class DeleteWebhookHandler implements CommandHandler<DeleteWebhook> {
  constructor(private readonly ports: { readonly webhooks: Webhooks; readonly ids: IdGenerator }) {}

  async execute({ webhookId }: DeleteWebhook, context: CommandContext): Promise<ResultOf<DeleteWebhook>> {
    const event = webhookDeleted(this.ports.ids.next(), webhookId);
    const removed = await this.ports.webhooks.remove({ webhookId, event }, context);
    return removed ? ok(null) : err(refusal('webhook-unknown'));
  }
}
