import type { RecordedEvent } from '@gatehouse/kernel';
import type { EventSubscription } from '@gatehouse/platform/events';
import { derivedId, type JobQueue } from '@gatehouse/platform/jobs';
import { type DeliveriesReplayed, webhooksEventTypes } from '../../contract/events.js';
import { DELIVER_WEBHOOK_QUEUE, type DeliverWebhookData } from './deliver-webhook-job.js';

export type OrderedDelivery = DeliverWebhookData;

/** Finds out which event goes to which webhook, and notes it. */
export interface DeliveryOrders {
  note(events: readonly RecordedEvent[]): Promise<readonly OrderedDelivery[]>;
  /** Whether any application has a webhook. */
  areWanted(): Promise<boolean>;
}

const REPLAYED = webhooksEventTypes.webhookDeliveriesReplayed;
const FIRST = [webhooksEventTypes.webhookCreated];

/**
 * Turns every event into a job for each webhook that wants it. Handed over twice, it is the same deliveries and jobs. Where
 * no application has a webhook it follows the log by the poll, and the first webhook wakes it.
 */
export class WebhookOrders implements EventSubscription {
  readonly name = 'webhooks';
  readonly types = 'all';
  #isWanted = true;

  constructor(
    private readonly orders: DeliveryOrders,
    private readonly queue: JobQueue,
  ) {}

  wakingTypes(): readonly string[] | 'all' {
    return this.#isWanted ? 'all' : FIRST;
  }

  async hand(events: readonly RecordedEvent[]): Promise<void> {
    const replayed = events.filter(({ type }) => type === REPLAYED) as RecordedEvent<DeliveriesReplayed>[];
    const noted = await this.orders.note(events.filter(({ type }) => type !== REPLAYED));
    const ordered = replayed.flatMap(({ id, application, data: { deliveryIds } }) =>
      deliveryIds.map((deliveryId) => ({ application, deliveryId, run: id })),
    );
    const traces = new Map(events.map(({ id, trace }) => [id, trace]));
    const jobs = [...noted, ...ordered].map((data) => ({
      id: derivedId(data.deliveryId, data.run),
      data,
      trace: traces.get(data.run),
    }));
    await this.queue.insert(DELIVER_WEBHOOK_QUEUE, jobs);
    this.#isWanted = jobs.length > 0 || (await this.orders.areWanted());
  }
}
