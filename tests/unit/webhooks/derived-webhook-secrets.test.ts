import { KeyRing } from '@gatehouse/platform/config';
import { DerivedWebhookSecrets } from '../../../libs/webhooks/adapters/crypto/derived-webhook-secrets.js';

const key = (id: string, fill: string) => ({ id, secret: Buffer.alloc(32, fill) });
const secrets = new DerivedWebhookSecrets(new KeyRing([key('second', 'b'), key('first', 'a')]));
const NAME = { application: 'shop', webhookId: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11', keyId: 'first', version: 1 };

describe('secrets of webhooks', () => {
  it('are of the form that verifiers of Standard Webhooks take, and the same each time', () => {
    const secret = secrets.secretOf(NAME);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(secrets.secretOf({ ...NAME })).toBe(secret);
  });

  it('differ by application, webhook, key and version', () => {
    const others = [
      NAME,
      { ...NAME, application: 'bank' },
      { ...NAME, webhookId: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12' },
      { ...NAME, keyId: 'second' },
      { ...NAME, version: 2 },
    ].map((name) => secrets.secretOf(name));
    expect(new Set(others).size).toBe(5);
  });

  it('are made with the first key of the ring, and not at all with one that is not there', () => {
    expect(secrets.currentKeyId).toBe('second');
    expect(secrets.secretOf({ ...NAME, keyId: 'lost' })).toBeNull();
  });
});
