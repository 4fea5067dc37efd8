import { uuidV7 } from '@gatehouse/platform/ids';
import { derivedId } from '@gatehouse/platform/jobs';
import { Database } from '@gatehouse/platform/postgres';
import { WebhookOrders } from '../../../libs/webhooks/adapters/jobs/webhook-orders.js';
import { PostgresDeliveryOrders } from '../../../libs/webhooks/adapters/postgres/postgres-delivery-orders.js';
import { PostgresWebhookViews } from '../../../libs/webhooks/adapters/postgres/postgres-webhook-views.js';
import { PostgresWebhooks } from '../../../libs/webhooks/adapters/postgres/postgres-webhooks.js';
import {
  webhookChanged,
  webhookCreated,
  webhookDeleted,
  webhookPinged,
  webhookSecretRotated,
} from '../../../libs/webhooks/domain/webhook/webhook.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { badReceivers } from './deliveries/bad-receivers.js';
import { replays } from './deliveries/replays.js';
import { context, DeliveriesStage } from './deliveries/stage.js';

describe('deliveries to webhooks', () => {
  const stage = new DeliveriesStage();
  const { add, happened, hand, handLogged, work, listed } = stage;

  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  beforeEach(() => stage.begin());

  it('are ordered for each webhook that wants the event, once, however often it is handed over', async () => {
    const [all, some] = [await add(), await add(['user.erased.v1'])];
    await add(null, 'shop');
    const events = [await happened('user.activated.v1'), await happened('user.erased.v1')];
    await hand(events);
    await hand(events);
    const orders = stage.jobs.map(({ data }) => data.deliveryId);
    expect(new Set(orders).size).toBe(3);
    expect(new Set(stage.jobs.map(({ id }) => id)).size).toBe(3);
    expect((await listed(all)).map(({ type }) => type).toSorted()).toEqual(['user.activated.v1', 'user.erased.v1']);
    expect((await listed(some)).map(({ type }) => type)).toEqual(['user.erased.v1']);
    for (const job of stage.jobs) await work(job);
    expect(stage.sent).toHaveLength(3);
  });

  it('are not woken for events while there is no webhook, and are woken for all of them by the first', async () => {
    await stage.db.sql`delete from gatehouse.webhooks`;
    const orders = new WebhookOrders(new PostgresDeliveryOrders(stage.database, derivedId), {
      insert: async () => undefined,
    });
    expect(orders.wakingTypes()).toBe('all');
    await orders.hand([await happened()]);
    expect(orders.wakingTypes()).toEqual(['webhook.created.v1']);
    // What the new webhook does not want shows as well that there is one.
    await add(['user.erased.v1']);
    await orders.hand([await happened('webhook.created.v1')]);
    expect(orders.wakingTypes()).toBe('all');
  });

  it('begin with what happens after the webhook was made', async () => {
    const before = await happened();
    await stage.db.advance(1_000);
    const id = await add();
    await hand([before]);
    expect(await listed(id)).toEqual([]);
  });

  it('begin with the very next event, but not with the webhook’s own creation', async () => {
    const id = await add();
    const [row] = await stage.db.sql<
      { created_at: Date }[]
    >`select created_at from gatehouse.webhooks where id = ${id}`;
    const created = {
      ...(await happened('webhook.created.v1', 'default', { webhookId: id })),
      occurredAt: row?.created_at,
    };
    await hand([created as never, { ...(await happened()), occurredAt: row?.created_at } as never]);
    expect((await listed(id)).map(({ type }) => type)).toEqual(['user.activated.v1']);
  });

  it('are signed with the secret, and with the former one for as long as it was said', async () => {
    const id = await add();
    await stage.webhooks.rotate(
      {
        webhookId: id,
        event: webhookSecretRotated(uuidV7.next(), id),
        keyId: 'second',
        overlapSeconds: 60,
        secretVersion: 1,
      },
      context,
    );
    await hand([await happened(), await happened()]);
    await work(stage.jobs[0]);
    await stage.db.advance(61_000);
    await work(stage.jobs[1]);
    expect(stage.sent.map(({ secrets }) => secrets)).toEqual([['second-2', 'first-1'], ['second-2']]);
  });

  it('say what the log says when they are sent: nothing of the erased', async () => {
    await add();
    await hand([await happened('user.activated.v1', 'default', { email: 'ada@example.com' })]);
    await stage.db.sql`update gatehouse.event_log set data = '{"email": null}' where type = 'user.activated.v1'`;
    await work(stage.jobs[0]);
    expect(stage.sent[0]?.event.data).toEqual({ email: null });
  });

  it('of a test go to one webhook, whatever it asks for and disabled or not', async () => {
    const [pinged, other] = [await add(['user.erased.v1']), await add()];
    await stage.db
      .sql`update gatehouse.webhooks set disabled_reason = 'operator', disabled_at = gatehouse.now() where id = ${pinged}`;
    const event = webhookPinged(uuidV7.next(), pinged);
    await stage.webhooks.ping({ webhookId: pinged, event }, context);
    await handLogged('webhook.pinged.v1');
    expect(stage.jobs.map(({ data }) => data.deliveryId)).toEqual([derivedId(event.id, pinged)]);
    expect(await work(stage.jobs[0])).toEqual({ outcome: 'delivered' });
    expect(await listed(other)).toEqual([]);
  });

  it('of a webhook that was deleted are not made', async () => {
    const id = await add();
    await hand([await happened()]);
    expect(await stage.webhooks.remove({ webhookId: id, event: webhookDeleted(uuidV7.next(), id) }, context)).toBe(
      true,
    );
    expect(await work(stage.jobs[0])).toEqual({ outcome: 'over' });
    expect(stage.sent).toEqual([]);
  });

  it('are not sent unsigned when the key is lost', async () => {
    const id = await add();
    await stage.db.sql`update gatehouse.webhooks set secret_key_id = 'lost'`;
    await hand([await happened()]);
    expect(await work(stage.jobs[0])).toMatchObject({ outcome: 'again' });
    expect(stage.sent).toEqual([]);
    expect(await listed(id)).toMatchObject([{ answers: [{ fault: 'key-missing' }] }]);
  });

  badReceivers(stage);
  replays(stage);
});

describe('webhooks of an application', () => {
  let db: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 8, deadlineMs: 30_000 });
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  it('are twenty at most, however many are made at once, and one more after a deletion', async () => {
    const webhooks = new PostgresWebhooks(database);
    const settings = { url: 'https://shop.example/hooks', types: null, description: null };
    const add = () => {
      const webhookId = uuidV7.next();
      const event = webhookCreated(uuidV7.next(), webhookId, null);
      return webhooks.add({ webhookId, event, settings, keyId: 'first' }, context);
    };
    const added = await Promise.all(Array.from({ length: 30 }, add));
    const made = added.filter((webhook) => webhook !== 'full');
    expect(made).toHaveLength(20);
    const webhookId = made[7]?.id ?? '';
    await webhooks.remove({ webhookId, event: webhookDeleted(uuidV7.next(), webhookId) }, context);
    expect(await add()).not.toBe('full');
    expect(await add()).toBe('full');
    const [row] = await db.sql`
      select count(*)::int as audited from gatehouse.audit_log where act = 'webhook.created'`;
    expect(row).toEqual({ audited: 21 });
  });

  it('are changed by one at a time: the second finds that it was', async () => {
    const webhooks = new PostgresWebhooks(database);
    const [first] = await new PostgresWebhookViews(database).ofApplication('default');
    const id = first?.id ?? '';
    const found = await webhooks.find('default', id);
    if (!found) throw new Error('lost');
    const save = () => {
      const event = webhookChanged(uuidV7.next(), id, ['url']);
      return webhooks.save({ webhookId: id, event, ...found, fields: ['url'] }, context);
    };
    const saved = await Promise.all([save(), save()]);
    expect(saved.filter((webhook) => webhook === null)).toHaveLength(1);
  });
});
