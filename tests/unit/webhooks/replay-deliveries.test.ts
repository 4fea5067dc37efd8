import { commandFrom } from '@gatehouse/platform/edge';
import {
  ReplayDeliveriesHandler,
  ReplayDeliveryHandler,
} from '../../../libs/webhooks/application/deliveries/replay-deliveries.js';
import { ReplayDeliveries, ReplayDelivery } from '../../../libs/webhooks/contract/commands/deliveries.js';
import { GARDEN, SHOP, WebhookStage } from '../../support/webhooks/webhook-stage.js';

const refused = (code: string) => ({ ok: false, error: { code } });
const fault = (pointer: string) => ({ pointer, code: 'value-invalid', message: 'Must be a time since 1970' });

describe('replaying', () => {
  let stage: WebhookStage;
  beforeEach(() => {
    stage = new WebhookStage();
    stage.deliveries.setReceiver('webhook');
    stage.deliveries.setReceiver('other');
  });
  const failed = { state: 'failed', failure: 'deadline-passed', attempts: 9, nextAttemptAt: null } as const;
  const delivered = { state: 'delivered', attempts: 1, nextAttemptAt: null } as const;
  const orderedBy = (run: string) => ({ run, state: 'pending', attempts: 0, failure: null });
  const replayed = (...deliveryIds: readonly string[]) => ({
    id: 'id-1',
    subject: 'webhook',
    type: 'webhook-deliveries.replayed.v1',
    data: { webhookId: 'webhook', deliveryIds },
  });

  describe('one delivery', () => {
    const replay = (fields: Partial<ReplayDelivery> = {}, context = SHOP) =>
      new ReplayDeliveryHandler(stage).execute(
        commandFrom(ReplayDelivery, { webhookId: 'webhook', deliveryId: 'first', ...fields }),
        context,
      );
    beforeEach(() => stage.deliveries.set('first', failed));

    it('orders it again, by an event that names it', async () => {
      expect(await replay()).toEqual({ ok: true, value: null });
      expect(stage.deliveries.get('first')).toMatchObject(orderedBy('id-1'));
      expect(stage.written.events).toEqual([replayed('first')]);
      expect(stage.written.contexts).toEqual([SHOP]);
    });

    it.each([
      ['a webhook that never was', { webhookId: 'none' }, SHOP, 'webhook-unknown'],
      ['a webhook of another application', {}, GARDEN, 'webhook-unknown'],
      ['a delivery that never was', { deliveryId: 'none' }, SHOP, 'delivery-unknown'],
      ['a delivery to another webhook', { webhookId: 'other' }, SHOP, 'delivery-unknown'],
    ])('is refused for %s', async (_name, fields, context, code) => {
      expect(await replay(fields, context)).toEqual(refused(code));
      expect(stage.written.events).toEqual([]);
    });
  });

  describe('those of a time', () => {
    const replay = (fields: Partial<ReplayDeliveries> = {}, context = SHOP) =>
      new ReplayDeliveriesHandler(stage).execute(
        commandFrom(ReplayDeliveries, { webhookId: 'webhook', from: '2026-05-01T12:00:00Z', ...fields }),
        context,
      );

    it('orders the failed ones again, by one event that names them', async () => {
      stage.deliveries.set('early', { ...failed, createdAt: stage.later(-1) });
      stage.deliveries.set('first', failed);
      stage.deliveries.set('good', delivered);
      stage.deliveries.set('second', { ...failed, createdAt: stage.later(1000) });
      stage.deliveries.set('elsewhere', { ...failed, webhookId: 'other' });
      expect(await replay()).toEqual({ ok: true, value: { replayed: 2, nextAfter: null } });
      expect(stage.written.events).toEqual([replayed('first', 'second')]);
      expect(stage.written.contexts).toEqual([SHOP]);
      expect(stage.deliveries.get('second')).toMatchObject(orderedBy('id-1'));
      expect(stage.deliveries.get('early')).toMatchObject(failed);
    });

    it('takes those that were delivered too, if that is said', async () => {
      stage.deliveries.set('good', delivered);
      expect(await replay({ delivered: false })).toMatchObject({ value: { replayed: 0 } });
      expect(await replay({ delivered: null })).toMatchObject({ value: { replayed: 0 } });
      expect(await replay({ delivered: true })).toMatchObject({ value: { replayed: 1 } });
    });

    it('ends before the time that is said, and otherwise now', async () => {
      stage.deliveries.set('first', failed);
      stage.deliveries.set('second', { ...failed, createdAt: stage.later(1000) });
      expect(await replay({ to: '2026-05-01T12:00:01Z' })).toMatchObject({ value: { replayed: 1 } });
      expect(await replay({ to: null })).toMatchObject({ value: { replayed: 1 } });
    });

    it('takes 500 at most, and says where to go on', async () => {
      for (let count = 1; count <= 501; count += 1) stage.deliveries.set(`number ${count}`, failed);
      expect(await replay()).toEqual({ ok: true, value: { replayed: 500, nextAfter: 'number 500' } });
      expect(await replay({ after: 'number 500' })).toEqual({ ok: true, value: { replayed: 1, nextAfter: null } });
    });

    it('goes on behind the delivery that is said', async () => {
      for (const id of ['first', 'second', 'third']) stage.deliveries.set(id, failed);
      await replay({ after: 'first' });
      expect(stage.written.events).toEqual([replayed('second', 'third')]);
    });

    it.each([
      ['a webhook that never was', { webhookId: 'none' }, SHOP],
      ['a webhook of another application', {}, GARDEN],
    ])('is refused for %s', async (_name, fields, context) => {
      expect(await replay(fields, context)).toEqual(refused('webhook-unknown'));
    });

    it.each([
      [{ from: '2026-05-01T23:59:60Z' }, ['/from']],
      [{ to: '0000-01-01T00:00:00Z' }, ['/to']],
      [{ from: '1969-12-31T23:59:59Z', to: '1969-12-31T23:59:59Z' }, ['/from', '/to']],
    ])('is refused for times that calendars or databases do not know: %p', async (fields, pointers) => {
      stage.deliveries.set('first', failed);
      const error = { code: 'validation-failed', errors: pointers.map(fault) };
      expect(await replay(fields)).toEqual({ ok: false, error });
      expect(stage.written.events).toEqual([]);
      expect(await new ReplayDeliveriesHandler(stage).faultsIn(fields)).toEqual(pointers.map(fault));
    });

    it('accepts every time from 1970 on', async () => {
      const fields = { from: '1970-01-01T00:00:00Z', to: '1970-01-01T00:00:00Z' };
      expect(await replay(fields)).toMatchObject({ ok: true });
      expect(await new ReplayDeliveriesHandler(stage).faultsIn(fields)).toEqual([]);
      expect(await new ReplayDeliveriesHandler(stage).faultsIn({})).toEqual([]);
    });
  });
});
