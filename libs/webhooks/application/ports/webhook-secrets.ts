/** Names a secret: from this it can be made at any time, so it is kept nowhere. */
export interface SecretName {
  readonly application: string;
  readonly webhookId: string;
  readonly keyId: string;
  readonly version: number;
}

/** Makes the secrets by which receivers tell that a delivery is ours. */
export interface WebhookSecrets {
  /** The key that new secrets are made with. */
  readonly currentKeyId: string;
  /** `whsec_` and 32 bytes in Base64; null where the key is not there any more. */
  secretOf(name: SecretName): string | null;
}
