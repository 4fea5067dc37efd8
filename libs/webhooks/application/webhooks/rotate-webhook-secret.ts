import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
  timeOnceWritten,
  untilSettled,
} from '@gatehouse/kernel';
import type { RotateWebhookSecret } from '../../contract/commands/webhooks.js';
import type { Webhook, WebhookWithSecret } from '../../contract/queries/find-webhooks.js';
import { webhookPolicy, webhookSecretRotated } from '../../domain/webhook/webhook.js';
import type { SecretName, WebhookSecrets, Webhooks } from '../ports/webhooks.js';

/** A webhook as anyone who has just made its secret sees it, this once. */
export function withSecret(webhook: Webhook, secrets: WebhookSecrets, name: SecretName): WebhookWithSecret {
  const secret = secrets.secretOf(name);
  if (secret === null) throw new Error(`No key "${name.keyId}" in the ring`);
  return { ...webhook, secret };
}

/** Each of as many callers that rotate at once makes the secret after another's. */
const ATTEMPTS = 20;

/** Makes the next secret of a webhook, and lets the one before sign for a while longer. */
export class RotateWebhookSecretHandler implements CommandHandler<RotateWebhookSecret> {
  constructor(
    private readonly ports: {
      readonly webhooks: Webhooks;
      readonly secrets: WebhookSecrets;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute(command: RotateWebhookSecret, context: CommandContext): Promise<ResultOf<RotateWebhookSecret>> {
    const { webhookId } = command;
    const overlapSeconds = command.overlapSeconds ?? webhookPolicy.usualOverlapSeconds;
    const keyId = this.ports.secrets.currentKeyId;
    return untilSettled(async () => {
      const found = await this.ports.webhooks.find(context.application, webhookId);
      if (!found) return err(refusal('webhook-unknown'));
      const { webhook, secretVersion } = found;
      const name = { application: context.application, webhookId, keyId, version: secretVersion + 1 };
      const next = withSecret(webhook, this.ports.secrets, name);
      context.repeatable?.recordAnswer({ ...next, previousSecretUntil: timeOnceWritten('previousSecretUntil') });
      const event = webhookSecretRotated(this.ports.ids.next(), webhookId);
      const write = { webhookId, event, keyId, overlapSeconds, secretVersion };
      const rotated = await this.ports.webhooks.rotate(write, context);
      return rotated ? ok({ ...next, previousSecretUntil: rotated.previousUntil?.toISOString() ?? null }) : 'stale';
    }, ATTEMPTS);
  }
}
