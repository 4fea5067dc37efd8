import type { KeyRing } from '@gatehouse/platform/config';
import type { SecretName, WebhookSecrets } from '../../application/ports/webhooks.js';

/** Secrets as HMAC-SHA-256 of their names, by a key that is not in the database: no backup holds one. */
export class DerivedWebhookSecrets implements WebhookSecrets {
  constructor(private readonly keys: KeyRing) {}

  get currentKeyId(): string {
    return this.keys.current.id;
  }

  secretOf({ application, webhookId, keyId, version }: SecretName): string | null {
    if (!this.keys.has(keyId)) return null;
    // What a code is derived from is an id alone: no name of a secret can be one.
    const name = ['webhook-secret', application, webhookId, version].join('|');
    return `whsec_${this.keys.mac(name, keyId).toString('base64')}`;
  }
}
