import { randomUUID } from 'node:crypto';
import type { CommandContext, RecordedEvent } from '@gatehouse/kernel';
import { uuidV7 } from '@gatehouse/platform/ids';
import { derivedId, type JobToInsert } from '@gatehouse/platform/jobs';
import { Database } from '@gatehouse/platform/postgres';
import type { DeliverWebhookData } from '../../../libs/webhooks/adapters/jobs/deliver-webhook-job.js';
import { WebhookOrders } from '../../../libs/webhooks/adapters/jobs/webhook-orders.js';
import { PostgresDeliveries } from '../../../libs/webhooks/adapters/postgres/postgres-deliveries.js';
import { PostgresDeliveryOrders } from '../../../libs/webhooks/adapters/postgres/postgres-delivery-orders.js';
import { PostgresFindDeliveries } from '../../../libs/webhooks/adapters/postgres/postgres-find-deliveries.js';
import { PostgresFindWebhooks } from '../../../libs/webhooks/adapters/postgres/postgres-find-webhooks.js';
import { PostgresWebhooks } from '../../../libs/webhooks/adapters/postgres/postgres-webhooks.js';
import { DeliverWebhookHandler } from '../../../libs/webhooks/application/commands/deliver-webhook.js';
import type { OutgoingDelivery } from '../../../libs/webhooks/application/ports/webhook-sender.js';
import type { Answer } from '../../../libs/webhooks/domain/delivery/decide-after-answer.js';
import { OPERATOR } from '../../support/administration.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const NOW = new Date('2026-11-21T09:00:00.000Z');
const context: CommandContext = { application: 'default', network: null, requestId: 'tests', administrator: OPERATOR };
const good: Answer = { status: 204, fault: null, milliseconds: 5 };
const bad: Answer = { status: 503, fault: null, milliseconds: 5 };

describe('deliveries to webhooks', () => {
  let db: TestDatabase;
  let database: Database;
  let webhooks: PostgresWebhooks;
  let deliveries: PostgresDeliveries;
  let sent: OutgoingDelivery[];
  let jobs: JobToInsert<DeliverWebhookData>[];
  let disabled: object[];
  let answer: (delivery: OutgoingDelivery) => Promise<Answer>;
  let handler: DeliverWebhookHandler;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 4 });
    webhooks = new PostgresWebhooks(database);
    deliveries = new PostgresDeliveries(database);
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });
  beforeEach(async () => {
    await db.sql`truncate gatehouse.webhooks, gatehouse.webhook_deliveries, gatehouse.event_log`;
    await db.setTime(NOW);
    [sent, jobs, disabled] = [[], [], []];
    answer = async () => good;
    handler = new DeliverWebhookHandler({
      deliveries,
      secrets: {
        currentKeyId: 'first',
        secretOf: ({ keyId, version }) => (keyId === 'lost' ? null : `${keyId}-${version}`),
      },
      sender: {
        send: (delivery) => {
          sent.push(delivery);
          return answer(delivery);
        },
      },
      ids: uuidV7,
      random: () => 0,
      onAttempt: () => undefined,
      onDisabled: (webhook) => disabled.push(webhook),
    });
  });

  const add = async (types: string[] | null = null, application = 'default') => {
    const settings = { url: 'https://shop.example/hooks', types, description: null };
    const write = { webhookId: uuidV7.next(), eventId: uuidV7.next(), settings, keyId: 'first' };
    const added = await webhooks.add(write, { ...context, application });
    if (added === 'full') throw new Error('full');
    return added.id;
  };
  const happened = async (type = 'user.activated.v1', application = 'default', data: object = {}) => {
    const [row] = await db.sql<{ occurred_at: Date }[]>`
      insert into gatehouse.event_log (application, id, subject, type, data)
      values (${application}, ${randomUUID()}, ${randomUUID()}, ${type}, ${db.sql.json(data as never)})
      returning id, application, subject, type, data, occurred_at`;
    const { occurred_at, ...event } = row as unknown as RecordedEvent & { occurred_at: Date };
    return { ...event, occurredAt: occurred_at } as RecordedEvent;
  };
  const hand = (events: readonly RecordedEvent[]) => {
    const queue = {
      insert: async (_: string, more: readonly JobToInsert[]) => void jobs.push(...(more as typeof jobs)),
    };
    return new WebhookOrders(new PostgresDeliveryOrders(database, derivedId), queue).hand(events);
  };
  /** What the log has of these, as the relay would hand it over. */
  const handLogged = async (type: string) => {
    const rows = await db.sql<(RecordedEvent & { occurred_at: Date })[]>`
      select * from gatehouse.event_log where type = ${type} order by position`;
    await hand(rows.map((row) => ({ ...row, occurredAt: row.occurred_at })));
  };
  const work = async (job: JobToInsert<DeliverWebhookData> | undefined) => {
    if (!job) throw new Error('No job');
    const { application, deliveryId, run } = job.data;
    const result = await handler.execute(Object.assign(Object.create(null), { deliveryId, run }), {
      ...context,
      application,
    });
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  };
  const listed = async (webhookId: string, state: 'pending' | 'delivered' | 'failed' | null = null) =>
    (await new PostgresFindDeliveries(database).execute({
      application: 'default',
      webhookId,
      state,
      after: null,
      limit: 100,
    })) ?? [];
  const webhook = async (id: string) =>
    (await new PostgresFindWebhooks(database).execute({ application: 'default' })).find((found) => found.id === id);
  const types = async () =>
    (await db.sql<{ type: string }[]>`select type from gatehouse.event_log order by position`).map(({ type }) => type);

  it('are ordered for each webhook that wants the event, once, however often it is handed over', async () => {
    const [all, some] = [await add(), await add(['user.erased.v1'])];
    await add(null, 'shop');
    const events = [await happened('user.activated.v1'), await happened('user.erased.v1')];
    await hand(events);
    await hand(events);
    const orders = jobs.map(({ data }) => data.deliveryId);
    expect(new Set(orders).size).toBe(3);
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(3);
    expect((await listed(all)).map(({ type }) => type).toSorted()).toEqual(['user.activated.v1', 'user.erased.v1']);
    expect((await listed(some)).map(({ type }) => type)).toEqual(['user.erased.v1']);
    for (const job of jobs) await work(job);
    expect(sent).toHaveLength(3);
  });

  it('wake nobody for events while there is no webhook, and are woken for all of them by the first', async () => {
    await db.sql`delete from gatehouse.webhooks`;
    const orders = new WebhookOrders(new PostgresDeliveryOrders(database, derivedId), {
      insert: async () => undefined,
    });
    expect(orders.wakingTypes()).toBe('all');
    await orders.hand([await happened()]);
    expect(orders.wakingTypes()).toEqual(['webhook.created.v1']);
    // What the new webhook does not want tells as well that there is one.
    await add(['user.erased.v1']);
    await orders.hand([await happened('webhook.created.v1')]);
    expect(orders.wakingTypes()).toBe('all');
  });

  it('begin with what happens after the webhook was made', async () => {
    const before = await happened();
    await db.advance(1_000);
    const id = await add();
    await hand([before]);
    expect(await listed(id)).toEqual([]);
  });

  it('are signed with the secret, and with the former one for as long as it was said', async () => {
    const id = await add();
    await webhooks.rotate(
      { webhookId: id, eventId: uuidV7.next(), keyId: 'second', overlapSeconds: 60, secretVersion: 1 },
      context,
    );
    await hand([await happened(), await happened()]);
    await work(jobs[0]);
    await db.advance(61_000);
    await work(jobs[1]);
    expect(sent.map(({ secrets }) => secrets)).toEqual([['second-2', 'first-1'], ['second-2']]);
  });

  it('say what the log says when they are sent: nothing of the erased', async () => {
    await add();
    await hand([await happened('user.activated.v1', 'default', { email: 'ada@example.com' })]);
    await db.sql`update gatehouse.event_log set data = '{"email": null}' where type = 'user.activated.v1'`;
    await work(jobs[0]);
    expect(sent[0]?.event.data).toEqual({ email: null });
  });

  it('are tried again after a refusal, and show what came of each attempt', async () => {
    const id = await add();
    await hand([await happened()]);
    answer = async () => ({ status: null, fault: 'timeout', milliseconds: 10_000 });
    expect(await work(jobs[0])).toEqual({ outcome: 'again', at: new Date(NOW.getTime() + 12_500) });
    await db.advance(60_000);
    answer = async () => good;
    expect(await work(jobs[0])).toEqual({ outcome: 'delivered' });
    expect(await listed(id)).toMatchObject([
      {
        state: 'delivered',
        attempts: 2,
        answers: [
          { at: '2026-11-21T09:01:00.000Z', status: 204, fault: null, milliseconds: 5 },
          { at: '2026-11-21T09:00:00.000Z', status: null, fault: 'timeout', milliseconds: 10_000 },
        ],
        nextAttemptAt: null,
      },
    ]);
    expect(await work(jobs[0])).toEqual({ outcome: 'over' });
    expect(sent).toHaveLength(2);
  });

  it('fail when their day is over', async () => {
    const id = await add();
    await hand([await happened()]);
    await db.advance(86_400_000);
    expect(await work(jobs[0])).toEqual({ outcome: 'failed', failure: 'deadline-passed' });
    expect(await listed(id, 'failed')).toMatchObject([{ failure: 'deadline-passed', attempts: 0 }]);
    expect(sent).toEqual([]);
  });

  it('leave a receiver alone that refuses everything, but for one attempt at a time', async () => {
    await add();
    await hand(await Promise.all(Array.from({ length: 8 }, () => happened())));
    answer = async () => bad;
    for (const job of jobs.slice(0, 5)) await work(job);
    expect(sent).toHaveLength(5);
    const until = new Date(NOW.getTime() + 10_000);
    expect(await work(jobs[5])).toEqual({ outcome: 'again', at: until });
    expect(sent).toHaveLength(5);

    await db.advance(10_000);
    const outcomes = await Promise.all(jobs.slice(5).map(work));
    expect(sent).toHaveLength(6);
    expect(outcomes.filter(({ outcome }) => outcome === 'again')).toHaveLength(3);
    // The attempt failed: the next one waits twice as long.
    await db.advance(19_000);
    await work(jobs[5]);
    expect(sent).toHaveLength(6);
    await db.advance(1_000);
    answer = async () => good;
    expect(await work(jobs[5])).toEqual({ outcome: 'delivered' });
    expect((await Promise.all(jobs.slice(6).map(work))).map(({ outcome }) => outcome)).toEqual([
      'delivered',
      'delivered',
    ]);
  });

  it('to one receiver that hangs hold no other up', async () => {
    await add(['slow.v1']);
    await add(['quick.v1']);
    await hand(await Promise.all(Array.from({ length: 6 }, () => happened('slow.v1'))));
    await hand([await happened('quick.v1')]);
    const held = Promise.withResolvers<Answer>();
    answer = ({ event }) => (event.type === 'slow.v1' ? held.promise : Promise.resolve(good));
    let turnedAway = 0;
    const slow = jobs.slice(0, 6).map(async (job) => {
      const outcome = await work(job);
      if (outcome.outcome === 'again') turnedAway += 1;
      return outcome;
    });
    expect(await work(jobs[6])).toEqual({ outcome: 'delivered' });
    await eventually('two have found no room', () => turnedAway === 2);
    held.resolve(good);
    const outcomes = (await Promise.all(slow)).map(({ outcome }) => outcome).toSorted();
    expect(outcomes).toEqual(['again', 'again', 'delivered', 'delivered', 'delivered', 'delivered']);
  });

  it('end with 410: the webhook is disabled and says so', async () => {
    const id = await add();
    await hand([await happened(), await happened()]);
    answer = async () => ({ ...bad, status: 410 });
    const outcomes = await Promise.all(jobs.map(work));
    expect(outcomes).toContainEqual({ outcome: 'failed', failure: 'gone' });
    expect(await webhook(id)).toMatchObject({
      state: 'disabled',
      disabledReason: 'gone',
      disabledAt: NOW.toISOString(),
    });
    expect(disabled.length).toBeGreaterThan(0);
    expect(await types()).toContain('webhook.disabled.v1');
  });

  it('disable a webhook that has refused everything for three days, once, and not one that took anything', async () => {
    const id = await add();
    const attempt = async (outcome: Answer) => {
      answer = async () => outcome;
      jobs = [];
      await hand([await happened()]);
      return work(jobs[0]);
    };
    const day = 86_400_000;
    await attempt(bad);
    await db.advance(2 * day);
    await attempt(good);
    await attempt(bad);
    await db.advance(2.9 * day);
    await attempt(bad);
    expect(await webhook(id)).toMatchObject({ state: 'enabled', failingSince: '2026-11-23T09:00:00.000Z' });
    await db.advance(0.2 * day);
    await attempt(bad);
    expect(await webhook(id)).toMatchObject({ state: 'disabled', disabledReason: 'failing' });
    expect(disabled).toEqual([{ application: 'default', webhookId: id, reason: 'failing' }]);
    expect((await types()).filter((type) => type === 'webhook.disabled.v1')).toHaveLength(1);
  });

  it('of a disabled webhook are noted, and made once it is back and somebody asks for them', async () => {
    const id = await add();
    await hand([await happened('waited.v1')]);
    const { version, settings } = (await webhooks.find('default', id)) as NonNullable<
      Awaited<ReturnType<typeof webhooks.find>>
    >;
    const off = {
      webhookId: id,
      eventId: uuidV7.next(),
      version,
      settings: { ...settings, enabled: false },
      fields: [],
    };
    expect(await webhooks.save(off, context)).toMatchObject({ state: 'disabled', disabledReason: 'operator' });
    expect(await work(jobs[0])).toEqual({ outcome: 'failed', failure: 'webhook-disabled' });
    jobs = [];
    await hand([await happened('missed.v1')]);
    expect(jobs).toEqual([]);
    expect(await listed(id, 'failed')).toHaveLength(2);

    const on = { ...off, eventId: uuidV7.next(), version: version + 1, settings: { ...settings, enabled: true } };
    expect(await webhooks.save(on, context)).toMatchObject({ state: 'enabled', disabledReason: null });
    const range = { webhookId: id, from: NOW, to: null, delivered: false, after: null, limit: 500 };
    expect(await deliveries.replayRange({ ...range, eventId: uuidV7.next() }, context)).toMatchObject({ count: 2 });
    expect(await deliveries.replayRange({ ...range, eventId: uuidV7.next() }, context)).toEqual({
      count: 0,
      last: null,
    });
    await handLogged('webhook-deliveries.replayed.v1');
    for (const job of jobs) expect(await work(job)).toEqual({ outcome: 'delivered' });
    expect(sent.map(({ event }) => event.type).toSorted()).toEqual(['missed.v1', 'waited.v1']);
  });

  it('are replayed by range in parts, the oldest first, with those that were delivered where that is asked for', async () => {
    const id = await add();
    for (const type of ['a.v1', 'b.v1', 'c.v1']) {
      await hand([await happened(type)]);
      await db.advance(1_000);
    }
    for (const job of jobs) await work(job);
    const range = { webhookId: id, from: NOW, to: new Date(NOW.getTime() + 2_000), delivered: true, limit: 1 };
    const first = await deliveries.replayRange({ ...range, after: null, eventId: uuidV7.next() }, context);
    const second = await deliveries.replayRange(
      { ...range, after: first?.last ?? null, eventId: uuidV7.next() },
      context,
    );
    const third = await deliveries.replayRange(
      { ...range, after: second?.last ?? null, eventId: uuidV7.next() },
      context,
    );
    expect([first?.count, second?.count, third?.count]).toEqual([1, 1, 0]);
    expect((await listed(id, 'pending')).map(({ type }) => type)).toEqual(['b.v1', 'a.v1']);
  });

  it('that wait are made at once when they are replayed, and their former order is void', async () => {
    const id = await add();
    await hand([await happened()]);
    answer = async () => bad;
    await work(jobs[0]);
    const former = jobs[0];
    const [delivery] = await listed(id);
    const order = { webhookId: id, deliveryId: delivery?.id ?? '', eventId: uuidV7.next() };
    expect(await deliveries.replay(order, context)).toBe('ordered');
    jobs = [];
    await handLogged('webhook-deliveries.replayed.v1');
    answer = async () => good;
    expect(await work(former)).toEqual({ outcome: 'over' });
    expect(await work(jobs[0])).toEqual({ outcome: 'delivered' });
    expect(await work(jobs[0])).toEqual({ outcome: 'over' });
  });

  it('are nobody else’s to replay or to see', async () => {
    const id = await add();
    await hand([await happened()]);
    const [delivery] = await listed(id);
    const foreign = { ...context, application: 'shop' };
    const order = { webhookId: id, deliveryId: delivery?.id ?? '', eventId: uuidV7.next() };
    expect(await deliveries.replay(order, foreign)).toBe('webhook-unknown');
    expect(await deliveries.replay({ ...order, deliveryId: randomUUID() }, context)).toBe('delivery-unknown');
    const range = {
      webhookId: id,
      from: NOW,
      to: null,
      delivered: true,
      after: null,
      limit: 5,
      eventId: uuidV7.next(),
    };
    expect(await deliveries.replayRange(range, foreign)).toBeNull();
    const query = { application: 'shop', webhookId: id, state: null, after: null, limit: 5 };
    expect(await new PostgresFindDeliveries(database).execute(query)).toBeNull();
  });

  it('of a test go to one webhook, whatever it asks for and disabled or not', async () => {
    const [pinged, other] = [await add(['user.erased.v1']), await add()];
    await db.sql`update gatehouse.webhooks set disabled_reason = 'operator', disabled_at = gatehouse.now() where id = ${pinged}`;
    const eventId = uuidV7.next();
    await webhooks.ping({ webhookId: pinged, eventId }, context);
    await handLogged('webhook.pinged.v1');
    expect(jobs.map(({ data }) => data.deliveryId)).toEqual([derivedId(eventId, pinged)]);
    expect(await work(jobs[0])).toEqual({ outcome: 'delivered' });
    expect(await listed(other)).toEqual([]);
  });

  it('of a webhook that was deleted are not made', async () => {
    const id = await add();
    await hand([await happened()]);
    expect(await webhooks.remove({ webhookId: id, eventId: uuidV7.next() }, context)).toBe(true);
    expect(await work(jobs[0])).toEqual({ outcome: 'over' });
    expect(sent).toEqual([]);
  });

  it('are not sent unsigned when the key is lost', async () => {
    const id = await add();
    await db.sql`update gatehouse.webhooks set secret_key_id = 'lost'`;
    await hand([await happened()]);
    expect(await work(jobs[0])).toMatchObject({ outcome: 'again' });
    expect(sent).toEqual([]);
    expect(await listed(id)).toMatchObject([{ answers: [{ fault: 'key-missing' }] }]);
  });
});

describe('webhooks of an application', () => {
  let db: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 8 });
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  it('are twenty at most, however many are made at once, and one more after a deletion', async () => {
    const webhooks = new PostgresWebhooks(database);
    const settings = { url: 'https://shop.example/hooks', types: null, description: null };
    const add = () =>
      webhooks.add({ webhookId: uuidV7.next(), eventId: uuidV7.next(), settings, keyId: 'first' }, context);
    const added = await Promise.all(Array.from({ length: 30 }, add));
    const made = added.filter((webhook) => webhook !== 'full');
    expect(made).toHaveLength(20);
    await webhooks.remove({ webhookId: made[7]?.id ?? '', eventId: uuidV7.next() }, context);
    expect(await add()).not.toBe('full');
    expect(await add()).toBe('full');
    const [row] = await db.sql`
      select count(*)::int as audited from gatehouse.audit_log where act = 'webhook.created'`;
    expect(row).toEqual({ audited: 21 });
  });

  it('are changed by one at a time: the second finds that it was', async () => {
    const webhooks = new PostgresWebhooks(database);
    const [first] = await new PostgresFindWebhooks(database).execute({ application: 'default' });
    const id = first?.id ?? '';
    const found = await webhooks.find('default', id);
    if (!found) throw new Error('lost');
    const save = () => webhooks.save({ webhookId: id, eventId: uuidV7.next(), ...found, fields: ['url'] }, context);
    const saved = await Promise.all([save(), save()]);
    expect(saved.filter((webhook) => webhook === null)).toHaveLength(1);
  });
});
