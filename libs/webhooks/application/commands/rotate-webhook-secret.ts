import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { RotateWebhookSecret } from '../../contract/commands/rotate-webhook-secret.js';
import { webhookPolicy } from '../../domain/webhook/webhook-policy.js';
import type { WebhookSecrets } from '../ports/webhook-secrets.js';
import type { Webhooks } from '../ports/webhooks.js';
import { withSecret } from './with-secret.js';

/** Makes the next secret of a webhook, and lets the one before sign for a while longer. */
export class RotateWebhookSecretHandler implements CommandHandler<RotateWebhookSecret> {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly secrets: WebhookSecrets,
    private readonly ids: IdGenerator,
  ) {}

  async execute(command: RotateWebhookSecret, context: CommandContext): Promise<ResultOf<RotateWebhookSecret>> {
    const { webhookId } = command;
    const overlapSeconds = command.overlapSeconds ?? webhookPolicy.usualOverlapSeconds;
    const keyId = this.secrets.currentKeyId;
    const write = { webhookId, eventId: this.ids.next(), keyId, overlapSeconds };
    const rotated = await this.webhooks.rotate(write, context);
    if (!rotated) return err(refusal('webhook-unknown'));
    const name = { application: context.application, webhookId, keyId, version: rotated.secretVersion };
    return ok(withSecret(rotated.webhook, this.secrets, name));
  }
}
