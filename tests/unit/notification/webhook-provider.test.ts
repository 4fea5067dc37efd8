import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { mailWebhook, textWebhook } from '../../../libs/notification/adapters/webhook/webhook.js';

const PAGE = readFileSync(path.join(import.meta.dirname, '../../../docs/providers.md'), 'utf8');
/** The body as docs/providers.md shows it to those who write a sender. */
const DOCUMENTED = JSON.parse(/```json\n(\{\n {2}"type": "mail\.send"[\s\S]*?)```/.exec(PAGE)?.[1] ?? 'null');
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const about = { application: 'shop', template: 'activation-code', locale: 'en', code: '0042' } as const;
const MAIL = {
  deliveryId: '0197a000-0000-7000-8000-000000000001',
  recipient: { email: 'ada@example.com', name: 'Ada' },
  from: { email: 'no-reply@example.org', name: 'The Shop' },
  subject: 'Your code for The Shop',
  text: '…',
  html: '…',
  about,
};

/** What a sender of one's own does with it: refuses what is not signed with the secret that both know. */
const verified = async (
  request: ReturnType<ReturnType<typeof mailWebhook>['request']>,
  by = secret,
): Promise<unknown> => {
  const { body, headers } = await request;
  return new Webhook(by).verify(String(body), { ...headers });
};

describe('a message to a sender of one’s own', () => {
  it('is signed by Standard Webhooks and says all that the documentation promises', async () => {
    const now = () => new Date();
    const body = await verified(mailWebhook({ secret, now }).request(MAIL));
    expect(body).toEqual({ ...DOCUMENTED, timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) });
    const texted = { phone: '+33612345678', text: '…', deliveryId: MAIL.deliveryId, about };
    expect(await verified(textWebhook({ secret, sender: 'Shop' }).request(texted))).toMatchObject({
      type: 'sms.send',
      data: {
        deliveryId: MAIL.deliveryId,
        application: 'shop',
        purpose: 'activation-code',
        locale: 'en',
        code: '0042',
        recipient: { phone: '+33612345678' },
        from: 'Shop',
        text: '…',
      },
    });
  });

  it('has the delivery’s id as its own, by which a sender knows that it has seen it', async () => {
    const { headers } = await mailWebhook({ secret }).request(MAIL);
    expect(headers['webhook-id']).toBe(MAIL.deliveryId);
  });

  it('is not believed with another secret', async () => {
    const other = `whsec_${randomBytes(32).toString('base64')}`;
    await expect(verified(mailWebhook({ secret }).request(MAIL), other)).rejects.toThrow('No matching signature');
  });
});
