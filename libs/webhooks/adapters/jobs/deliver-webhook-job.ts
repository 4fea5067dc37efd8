import type { CommandBus } from '@gatehouse/kernel';
import { derivedId, type Job, type JobDefinition, type JobOutcome } from '@gatehouse/platform/jobs';
import { DeliverWebhook } from '../../contract/commands/deliveries.js';

export const DELIVER_WEBHOOK_QUEUE = 'deliver-webhook';

/** What the queue keeps of a delivery: ids, nothing of the event. */
export interface DeliverWebhookData {
  readonly application: string;
  readonly deliveryId: string;
  readonly run: string;
}

/** One attempt at a delivery. The next one is a job of its own, at the time that was decided. */
export class DeliverWebhookJob implements JobDefinition {
  readonly queue = DELIVER_WEBHOOK_QUEUE;
  /** Well over one attempt and its statements. */
  readonly leaseSeconds = 60;

  constructor(private readonly bus: CommandBus) {}

  async handle({ id, data }: Job): Promise<JobOutcome> {
    const { application, deliveryId, run } = data as DeliverWebhookData;
    const command = Object.assign(new DeliverWebhook(), { deliveryId, run });
    const result = await this.bus.execute(command, { application, network: null, requestId: id });
    if (!result.ok) return { kind: 'dead', reason: result.error.code };
    const delivery = result.value;
    if (delivery.outcome === 'again') {
      // Derived from this job's id: when we die before it is closed, its repetition leads to the same next job.
      return { kind: 'again', job: { id: derivedId(id, 'again'), data, startAfter: delivery.at } };
    }
    const isLost = delivery.outcome === 'failed' && delivery.failure === 'deadline-passed';
    return isLost ? { kind: 'dead', reason: delivery.failure } : { kind: 'done' };
  }
}
