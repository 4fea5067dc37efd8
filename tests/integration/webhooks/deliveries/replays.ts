import { randomUUID } from 'node:crypto';
import { uuidV7 } from '@gatehouse/platform/ids';
import { PostgresWebhookViews } from '../../../../libs/webhooks/adapters/postgres/postgres-webhook-views.js';
import {
  deliveriesReplayed,
  deliveryReplayed,
  webhookChanged,
} from '../../../../libs/webhooks/domain/webhook/webhook.js';
import { bad, context, type DeliveriesStage, good, NOW } from './stage.js';

const replayOf = (webhookId: string, deliveryId: string) => deliveryReplayed(uuidV7.next(), webhookId, deliveryId);

/** Made once more, because somebody asks for it. */
export const replays = (stage: DeliveriesStage): void => {
  const { add, happened, hand, handLogged, work, listed } = stage;

  it('of a disabled webhook are noted, and made once it is back and somebody asks for them', async () => {
    const id = await add();
    await hand([await happened('waited.v1')]);
    const { version, settings } = (await stage.webhooks.find('default', id)) as NonNullable<
      Awaited<ReturnType<typeof stage.webhooks.find>>
    >;
    const off = {
      webhookId: id,
      event: webhookChanged(uuidV7.next(), id, []),
      version,
      settings: { ...settings, enabled: false },
      fields: [],
    };
    expect(await stage.webhooks.save(off, context)).toMatchObject({ state: 'disabled', disabledReason: 'operator' });
    expect(await work(stage.jobs[0])).toEqual({ outcome: 'failed', failure: 'webhook-disabled' });
    stage.jobs = [];
    await hand([await happened('missed.v1')]);
    expect(stage.jobs).toEqual([]);
    expect(await listed(id, 'failed')).toHaveLength(2);

    const on = {
      ...off,
      event: webhookChanged(uuidV7.next(), id, []),
      version: version + 1,
      settings: { ...settings, enabled: true },
    };
    expect(await stage.webhooks.save(on, context)).toMatchObject({ state: 'enabled', disabledReason: null });
    const range = { webhookId: id, from: NOW, to: null, delivered: false, after: null, limit: 500 };
    expect(
      await stage.deliveries.replayRange({ ...range, event: deliveriesReplayed(uuidV7.next(), id) }, context),
    ).toMatchObject({
      count: 2,
    });
    expect(
      await stage.deliveries.replayRange({ ...range, event: deliveriesReplayed(uuidV7.next(), id) }, context),
    ).toEqual({
      count: 0,
      last: null,
    });
    await handLogged('webhook-deliveries.replayed.v1');
    for (const job of stage.jobs) expect(await work(job)).toEqual({ outcome: 'delivered' });
    expect(stage.sent.map(({ event }) => event.type).toSorted()).toEqual(['missed.v1', 'waited.v1']);
  });

  it('are replayed by range in parts, the oldest first, with those that were delivered where that is asked for', async () => {
    const id = await add();
    for (const type of ['a.v1', 'b.v1', 'c.v1']) {
      await hand([await happened(type)]);
      await stage.db.advance(1_000);
    }
    for (const job of stage.jobs) await work(job);
    const range = { webhookId: id, from: NOW, to: new Date(NOW.getTime() + 2_000), delivered: true, limit: 1 };
    const first = await stage.deliveries.replayRange(
      { ...range, after: null, event: deliveriesReplayed(uuidV7.next(), id) },
      context,
    );
    const second = await stage.deliveries.replayRange(
      { ...range, after: first?.last ?? null, event: deliveriesReplayed(uuidV7.next(), id) },
      context,
    );
    const third = await stage.deliveries.replayRange(
      { ...range, after: second?.last ?? null, event: deliveriesReplayed(uuidV7.next(), id) },
      context,
    );
    expect([first?.count, second?.count, third?.count]).toEqual([1, 1, 0]);
    expect((await listed(id, 'pending')).map(({ type }) => type)).toEqual(['b.v1', 'a.v1']);
  });

  it('that wait are made at once when they are replayed, and their former order is void', async () => {
    const id = await add();
    await hand([await happened()]);
    stage.answer = async () => bad;
    await work(stage.jobs[0]);
    const former = stage.jobs[0];
    const [delivery] = await listed(id);
    const order = { webhookId: id, deliveryId: delivery?.id ?? '', event: replayOf(id, delivery?.id ?? '') };
    expect(await stage.deliveries.replay(order, context)).toBe('ordered');
    stage.jobs = [];
    await handLogged('webhook-deliveries.replayed.v1');
    stage.answer = async () => good;
    expect(await work(former)).toEqual({ outcome: 'over' });
    expect(await work(stage.jobs[0])).toEqual({ outcome: 'delivered' });
    expect(await work(stage.jobs[0])).toEqual({ outcome: 'over' });
  });

  it('cannot be replayed or seen by others', async () => {
    const id = await add();
    await hand([await happened()]);
    const [delivery] = await listed(id);
    const foreign = { ...context, application: 'shop' };
    const order = { webhookId: id, deliveryId: delivery?.id ?? '', event: replayOf(id, delivery?.id ?? '') };
    expect(await stage.deliveries.replay(order, foreign)).toBe('webhook-unknown');
    expect(await stage.deliveries.replay({ ...order, deliveryId: randomUUID() }, context)).toBe('delivery-unknown');
    const range = {
      webhookId: id,
      from: NOW,
      to: null,
      delivered: true,
      after: null,
      limit: 5,
      event: deliveriesReplayed(uuidV7.next(), id),
    };
    expect(await stage.deliveries.replayRange(range, foreign)).toBeNull();
    const query = { application: 'shop', webhookId: id, state: null, after: null, limit: 5 };
    expect(await new PostgresWebhookViews(stage.database).deliveries(query)).toBeNull();
  });
};
