import { type CommandContext, timeOnceWritten } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { CreateWebhookHandler } from '../../../libs/webhooks/application/webhooks/manage-webhooks.js';
import { RotateWebhookSecretHandler } from '../../../libs/webhooks/application/webhooks/rotate-webhook-secret.js';
import { CreateWebhook, RotateWebhookSecret } from '../../../libs/webhooks/contract/commands/webhooks.js';
import { RecordedAnswer } from '../../support/handlers/recorded-answer.js';
import { GARDEN, SHOP, WebhookStage } from '../../support/webhooks/webhook-stage.js';

const UNKNOWN = { ok: false, error: { code: 'webhook-unknown' } };

describe('rotating a webhook’s secret', () => {
  let stage: WebhookStage;
  beforeEach(async () => {
    stage = new WebhookStage();
    await new CreateWebhookHandler(stage).execute(
      commandFrom(CreateWebhook, { url: 'https://shop.example/hook' }),
      SHOP,
    );
    stage.written.events.length = 0;
    stage.secrets.currentKeyId = 'third';
    stage.secrets.keyIds = ['third', 'second'];
  });

  const rotate = (fields: Partial<RotateWebhookSecret> = {}, context: CommandContext = SHOP) =>
    new RotateWebhookSecretHandler(stage).execute(
      commandFrom(RotateWebhookSecret, { webhookId: 'id-1', ...fields }),
      context,
    );

  it('answers the webhook with its next secret, made with the current key', async () => {
    expect(await rotate({ overlapSeconds: 60 })).toEqual({
      ok: true,
      value: {
        id: 'id-1',
        url: 'https://shop.example/hook',
        types: null,
        description: null,
        state: 'enabled',
        disabledReason: null,
        disabledAt: null,
        failingSince: null,
        createdAt: '2026-05-01T12:00:00.000Z',
        secret: 'whsec_shop/id-1/third/2',
        previousSecretUntil: '2026-05-01T12:01:00.000Z',
      },
    });
    const data = { webhookId: 'id-1' };
    expect(stage.written.events).toEqual([{ id: 'id-3', subject: 'id-1', type: 'webhook.secret-rotated.v1', data }]);
  });

  it.each([
    [{}, '2026-05-02T12:00:00.000Z'],
    [{ overlapSeconds: null }, '2026-05-02T12:00:00.000Z'],
    [{ overlapSeconds: 0 }, null],
  ])('lets the one before go on for a day, or as long as is said: %p', async (fields, previousSecretUntil) => {
    expect(await rotate(fields)).toMatchObject({ value: { previousSecretUntil } });
  });

  it('keeps its answer, for a call that may come again', async () => {
    await rotate({}, { ...SHOP, repeatable: new RecordedAnswer() });
    expect(stage.written.answers).toMatchObject([
      { id: 'id-1', secret: 'whsec_shop/id-1/third/2', previousSecretUntil: timeOnceWritten('previousSecretUntil') },
    ]);
  });

  it.each([
    ['one that never was', { webhookId: 'other' }, SHOP],
    ['one of another application', {}, GARDEN],
  ])('is refused for %s', async (_name, fields, context) => {
    expect(await rotate(fields, context)).toEqual(UNKNOWN);
    expect(stage.written.events).toEqual([]);
  });

  it('makes the secret after another’s where somebody else rotates at that moment', async () => {
    stage.webhooks.beforeNextWrite = () => rotate();
    expect(await rotate()).toMatchObject({ value: { secret: 'whsec_shop/id-1/third/3' } });
    expect(stage.written.events).toHaveLength(2);
  });

  it('is a fault where the current key is not in the ring', async () => {
    stage.secrets.keyIds = ['second'];
    await expect(rotate()).rejects.toThrow('No key');
    expect(stage.written.events).toEqual([]);
  });
});
