import { type CommandContext, timeOnceWritten } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import {
  ChangeWebhookHandler,
  CreateWebhookHandler,
  DeleteWebhookHandler,
  PingWebhookHandler,
} from '../../../libs/webhooks/application/webhooks/manage-webhooks.js';
import {
  ChangeWebhook,
  CreateWebhook,
  DeleteWebhook,
  PingWebhook,
} from '../../../libs/webhooks/contract/commands/webhooks.js';
import { RecordedAnswer } from '../../support/handlers/recorded-answer.js';
import { GARDEN, SHOP, WebhookStage } from '../../support/webhooks/webhook-stage.js';

const HOOK = 'https://shop.example/hook';
const UNKNOWN = { ok: false, error: { code: 'webhook-unknown' } };
const urlFault = {
  pointer: '/url',
  code: 'webhook-url-refused',
  message: 'Must be a public https:// URL on an allowed port, without a user name, password or fragment',
};
const URL_REFUSED = { ok: false, error: { code: 'validation-failed', errors: [urlFault] } };

describe('webhooks', () => {
  let stage: WebhookStage;
  beforeEach(() => {
    stage = new WebhookStage();
  });

  const create = (fields: Partial<CreateWebhook> = {}, context: CommandContext = SHOP) =>
    new CreateWebhookHandler(stage).execute(commandFrom(CreateWebhook, { url: HOOK, ...fields }), context);
  const change = (fields: Partial<ChangeWebhook>, context = SHOP) =>
    new ChangeWebhookHandler(stage).execute(commandFrom(ChangeWebhook, { webhookId: 'id-1', ...fields }), context);
  const all = () => stage.webhooks.ofApplication('shop');

  const created = {
    id: 'id-1',
    url: HOOK,
    types: null,
    description: null,
    state: 'enabled',
    disabledReason: null,
    disabledAt: null,
    failingSince: null,
    previousSecretUntil: null,
    createdAt: '2026-05-01T12:00:00.000Z',
  };
  const secret = 'whsec_shop/id-1/second/1';

  describe('creating one', () => {
    it('answers it with its first secret, made with the current key', async () => {
      expect(await create()).toEqual({ ok: true, value: { ...created, secret } });
      expect(await all()).toEqual([created]);
    });

    it('keeps what was said of it, its types once each', async () => {
      await create({ types: ['user.erased.v1', 'user.activated.v1', 'user.erased.v1'], description: 'mails' });
      const types = ['user.activated.v1', 'user.erased.v1'];
      expect(await all()).toEqual([{ ...created, types, description: 'mails' }]);
      const data = { webhookId: 'id-1', types };
      expect(stage.written.events).toEqual([{ id: 'id-2', subject: 'id-1', type: 'webhook.created.v1', data }]);
      expect(stage.written.contexts).toEqual([SHOP]);
    });

    it.each([
      [null, null],
      [['user.erased.v1'], ['user.erased.v1']],
    ])('keeps its answer with it, for a call that may come again, with the types %p', async (types, kept) => {
      await create({ types }, { ...SHOP, repeatable: new RecordedAnswer() });
      const answer = { ...created, types: kept, createdAt: timeOnceWritten('createdAt'), secret };
      expect(stage.written.answers).toEqual([answer]);
    });

    it('is refused for a URL that nothing may be sent to, before anything is written', async () => {
      expect(await create({ url: 'http://localhost' })).toEqual(URL_REFUSED);
      expect([await all(), stage.written.events]).toEqual([[], []]);
    });

    it('is refused where the application has as many as it may', async () => {
      for (let count = 1; count <= 20; count += 1) await create();
      expect(await create()).toEqual({ ok: false, error: { code: 'too-many-webhooks' } });
      expect(await create({}, GARDEN)).toMatchObject({ ok: true });
      expect(stage.written.events).toHaveLength(21);
    });
  });

  describe('changing one', () => {
    beforeEach(async () => {
      await create();
      stage.written.events.length = 0;
    });

    it('lays what was said over it', async () => {
      const changed = { ...created, url: 'https://shop.example/new', description: 'mails' };
      expect(await change({ url: changed.url, description: 'mails' })).toEqual({ ok: true, value: changed });
      expect(await all()).toEqual([changed]);
      const data = { webhookId: 'id-1', fields: ['description', 'url'] };
      expect(stage.written.events).toEqual([{ id: 'id-3', subject: 'id-1', type: 'webhook.changed.v1', data }]);
    });

    it('leaves the URL as it is where none is said', async () => {
      expect(await change({ types: ['user.erased.v1'] })).toMatchObject({ ok: true, value: { url: HOOK } });
    });

    it('disables it', async () => {
      const disabled = { state: 'disabled', disabledReason: 'operator', disabledAt: created.createdAt };
      expect(await change({ enabled: false })).toEqual({ ok: true, value: { ...created, ...disabled } });
    });

    it('is refused for a URL that nothing may be sent to', async () => {
      expect(await change({ url: 'http://localhost', description: 'mails' })).toEqual(URL_REFUSED);
      expect(await all()).toEqual([created]);
      expect(stage.written.events).toEqual([]);
    });

    it('looks at the URL before it looks for the webhook', async () => {
      expect(await change({ webhookId: 'other', url: 'http://localhost' })).toEqual(URL_REFUSED);
    });

    it.each([
      ['one that never was', { webhookId: 'other' }, SHOP],
      ['one of another application', {}, GARDEN],
    ])('is refused for %s', async (_name, fields, context) => {
      expect(await change({ ...fields, description: 'mails' }, context)).toEqual(UNKNOWN);
      expect(stage.written.events).toEqual([]);
    });

    it('keeps what somebody else changed at that moment', async () => {
      stage.webhooks.beforeNextWrite = () => change({ description: 'mails' });
      expect(await change({ types: ['user.erased.v1'] })).toMatchObject({
        value: { types: ['user.erased.v1'], description: 'mails' },
      });
      expect(stage.written.events).toMatchObject([
        { data: { fields: ['description'] } },
        { data: { fields: ['types'] } },
      ]);
    });
  });

  describe.each([
    ['creating one', (fields: Partial<CreateWebhook>) => new CreateWebhookHandler(stage).faultsIn(fields)],
    ['changing one', (fields: Partial<ChangeWebhook>) => new ChangeWebhookHandler(stage).faultsIn(fields)],
  ])('%s with other fields of the wrong shape', (_name, faultsIn) => {
    it('names a URL that nothing may be sent to as well', async () => {
      expect(await faultsIn({ url: 'http://localhost' })).toEqual([urlFault]);
    });

    it('finds nothing wrong with another URL, or none', async () => {
      expect([await faultsIn({ url: HOOK }), await faultsIn({})]).toEqual([[], []]);
    });
  });

  describe('deleting one', () => {
    const remove = (context = SHOP) =>
      new DeleteWebhookHandler(stage).execute(commandFrom(DeleteWebhook, { webhookId: 'id-1' }), context);
    beforeEach(() => create());

    it('takes it away, once', async () => {
      expect(await remove()).toEqual({ ok: true, value: null });
      expect(await all()).toEqual([]);
      const data = { webhookId: 'id-1' };
      expect(stage.written.events.at(-1)).toEqual({ id: 'id-3', subject: 'id-1', type: 'webhook.deleted.v1', data });
      expect(await remove()).toEqual(UNKNOWN);
    });

    it('is refused for one of another application', async () => {
      expect(await remove(GARDEN)).toEqual(UNKNOWN);
      expect(await all()).toHaveLength(1);
    });
  });

  describe('pinging one', () => {
    const ping = (context: CommandContext = SHOP) =>
      new PingWebhookHandler(stage).execute(commandFrom(PingWebhook, { webhookId: 'id-1' }), context);
    const pinged = { deliveryId: 'id-3 to id-1' };
    beforeEach(() => create());

    it('writes an event that goes there, and answers the delivery that it will be', async () => {
      expect(await ping()).toEqual({ ok: true, value: pinged });
      const data = { webhookId: 'id-1' };
      expect(stage.written.events.at(-1)).toEqual({ id: 'id-3', subject: 'id-1', type: 'webhook.pinged.v1', data });
    });

    it('keeps its answer, for a call that may come again', async () => {
      await ping({ ...SHOP, repeatable: new RecordedAnswer() });
      expect(stage.written.answers).toEqual([pinged]);
    });

    it('is refused for one of another application', async () => {
      expect(await ping(GARDEN)).toEqual(UNKNOWN);
      expect(stage.written.events).toHaveLength(1);
    });
  });
});
