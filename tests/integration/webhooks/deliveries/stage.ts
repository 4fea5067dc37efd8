import { randomUUID } from 'node:crypto';
import type { CommandContext, RecordedEvent } from '@gatehouse/kernel';
import { uuidV7 } from '@gatehouse/platform/ids';
import { derivedId, type JobToInsert } from '@gatehouse/platform/jobs';
import { Database } from '@gatehouse/platform/postgres';
import type { DeliverWebhookData } from '../../../../libs/webhooks/adapters/jobs/deliver-webhook-job.js';
import { WebhookOrders } from '../../../../libs/webhooks/adapters/jobs/webhook-orders.js';
import { PostgresDeliveries } from '../../../../libs/webhooks/adapters/postgres/postgres-deliveries.js';
import { PostgresDeliveryOrders } from '../../../../libs/webhooks/adapters/postgres/postgres-delivery-orders.js';
import { PostgresWebhookViews } from '../../../../libs/webhooks/adapters/postgres/postgres-webhook-views.js';
import { PostgresWebhooks } from '../../../../libs/webhooks/adapters/postgres/postgres-webhooks.js';
import { DeliverWebhookHandler } from '../../../../libs/webhooks/application/deliveries/deliver-webhook.js';
import { ReceiverPlaces } from '../../../../libs/webhooks/application/deliveries/receiver-places.js';
import type { OutgoingDelivery } from '../../../../libs/webhooks/application/ports/deliveries.js';
import type { Answer } from '../../../../libs/webhooks/domain/delivery/decide-after-answer.js';
import { webhookCreated } from '../../../../libs/webhooks/domain/webhook/webhook.js';
import { OPERATOR } from '../../../support/administration.js';
import { createTestDatabase, type TestDatabase } from '../../../support/database.js';

export const NOW = new Date('2026-11-21T09:00:00.000Z');
export const context: CommandContext = {
  application: 'default',
  network: null,
  requestId: 'tests',
  administrator: OPERATOR,
};
export const good: Answer = { status: 204, fault: null, milliseconds: 5 };
export const bad: Answer = { status: 503, fault: null, milliseconds: 5 };

/** Webhooks on a database, the jobs that their events lead to, and a receiver that answers what a test says. */
export class DeliveriesStage {
  db!: TestDatabase;
  database!: Database;
  webhooks!: PostgresWebhooks;
  deliveries!: PostgresDeliveries;
  sent: OutgoingDelivery[] = [];
  jobs: JobToInsert<DeliverWebhookData>[] = [];
  disabled: object[] = [];
  answer: (delivery: OutgoingDelivery) => Promise<Answer> = async () => good;
  /** Ends the patience with what is under way. */
  readonly lastLong: (() => void)[] = [];
  #handler!: DeliverWebhookHandler;

  async open(): Promise<void> {
    this.db = await createTestDatabase();
    this.database = new Database({ url: this.db.url, applicationName: 'tests', poolSize: 4, deadlineMs: 30_000 });
    this.webhooks = new PostgresWebhooks(this.database);
    this.deliveries = new PostgresDeliveries(this.database);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.db.drop();
  }

  async begin(): Promise<void> {
    await this.db.sql`truncate gatehouse.webhooks, gatehouse.webhook_deliveries, gatehouse.event_log`;
    await this.db.setTime(NOW);
    [this.sent, this.jobs, this.disabled] = [[], [], []];
    this.answer = async () => good;
    // Made again, because it counts what is under way.
    this.#handler = new DeliverWebhookHandler({
      deliveries: this.deliveries,
      secrets: {
        currentKeyId: 'first',
        secretOf: ({ keyId, version }) => (keyId === 'lost' ? null : `${keyId}-${version}`),
      },
      sender: {
        send: (delivery) => {
          this.sent.push(delivery);
          return this.answer(delivery);
        },
      },
      places: new ReceiverPlaces((callBack) => {
        this.lastLong.push(callBack);
        return () => undefined;
      }),
      ids: uuidV7,
      random: () => 0,
      onAttempt: () => undefined,
      onDisabled: (webhook) => this.disabled.push(webhook),
    });
  }

  add = async (types: string[] | null = null, application = 'default') => {
    const settings = { url: 'https://shop.example/hooks', types, description: null };
    const webhookId = uuidV7.next();
    const write = { webhookId, event: webhookCreated(uuidV7.next(), webhookId, types), settings, keyId: 'first' };
    const added = await this.webhooks.add(write, { ...context, application });
    if (added === 'full') throw new Error('full');
    return added.id;
  };
  happened = async (type = 'user.activated.v1', application = 'default', data: object = {}) => {
    const [row] = await this.db.sql<{ occurred_at: Date }[]>`
      insert into gatehouse.event_log (application, id, subject, type, data)
      values (${application}, ${randomUUID()}, ${randomUUID()}, ${type}, ${this.db.sql.json(data as never)})
      returning id, application, subject, type, data, occurred_at`;
    const { occurred_at, ...event } = row as unknown as RecordedEvent & { occurred_at: Date };
    return { ...event, occurredAt: occurred_at } as RecordedEvent;
  };
  hand = (events: readonly RecordedEvent[]) => {
    const queue = {
      insert: async (_: string, more: readonly JobToInsert[]) =>
        void this.jobs.push(...(more as JobToInsert<DeliverWebhookData>[])),
    };
    return new WebhookOrders(new PostgresDeliveryOrders(this.database, derivedId), queue).hand(events);
  };
  /** What the log has of these, as the relay would hand it over. */
  handLogged = async (type: string) => {
    const rows = await this.db.sql<(RecordedEvent & { occurred_at: Date })[]>`
      select * from gatehouse.event_log where type = ${type} order by position`;
    await this.hand(rows.map((row) => ({ ...row, occurredAt: row.occurred_at })));
  };
  work = async (job: JobToInsert<DeliverWebhookData> | undefined) => {
    if (!job) throw new Error('No job');
    const { application, deliveryId, run } = job.data;
    const result = await this.#handler.execute(Object.assign(Object.create(null), { deliveryId, run }), {
      ...context,
      application,
    });
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  };
  listed = async (webhookId: string, state: 'pending' | 'delivered' | 'failed' | null = null) =>
    (await new PostgresWebhookViews(this.database).deliveries({
      application: 'default',
      webhookId,
      state,
      after: null,
      limit: 100,
    })) ?? [];
  webhook = async (id: string) =>
    (await new PostgresWebhookViews(this.database).ofApplication('default')).find((found) => found.id === id);
  types = async () =>
    (await this.db.sql<{ type: string }[]>`select type from gatehouse.event_log order by position`).map(
      ({ type }) => type,
    );
}
