import type { SecretName, WebhookSecrets } from '../../../libs/webhooks/application/ports/webhooks.js';

/** Secrets that say what they are made from. */
export class NamedSecrets implements WebhookSecrets {
  currentKeyId = 'second';
  /** The keys that are in the ring. */
  keyIds = ['second', 'first'];

  secretOf({ application, webhookId, keyId, version }: SecretName): string | null {
    return this.keyIds.includes(keyId) ? `whsec_${application}/${webhookId}/${keyId}/${version}` : null;
  }
}
