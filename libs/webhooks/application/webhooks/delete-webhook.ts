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
import type { Webhooks } from '../ports/webhooks.js';

/** Removes a webhook of the application; another one's is as unknown as one that never was. */
export class DeleteWebhookHandler implements CommandHandler<DeleteWebhook> {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly ids: IdGenerator,
  ) {}

  async execute({ webhookId }: DeleteWebhook, context: CommandContext): Promise<ResultOf<DeleteWebhook>> {
    const removed = await this.webhooks.remove({ webhookId, eventId: this.ids.next() }, context);
    return removed ? ok(null) : err(refusal('webhook-unknown'));
  }
}
