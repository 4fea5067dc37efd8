import type { Webhook, WebhookWithSecret } from '../../contract/webhook.js';
import type { SecretName, WebhookSecrets } from '../ports/webhook-secrets.js';

/** A webhook as anyone who has just made its secret sees it, this once. */
export function withSecret(webhook: Webhook, secrets: WebhookSecrets, name: SecretName): WebhookWithSecret {
  const secret = secrets.secretOf(name);
  if (secret === null) throw new Error(`No key "${name.keyId}" in the ring`);
  return { ...webhook, secret };
}
