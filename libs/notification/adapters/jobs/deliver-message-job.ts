import type { Clock, CommandBus } from '@gatehouse/kernel';
import { derivedId, type Job, type JobDefinition, type JobOutcome } from '@gatehouse/platform/jobs';
import { DeliverMessage, type DeliveryOutcome } from '../../contract/commands/deliver-message.js';
import { isLoss } from '../../domain/message/delivery.js';
import { DOUBTFUL_AT_ONCE } from '../providers/provider-breaker.js';

export const DELIVER_MESSAGE_QUEUE = 'deliver-message';

/** What the queue keeps of a message: ids and a time, nothing personal. */
export interface DeliverMessageData {
  readonly application: string;
  readonly eventId: string;
  readonly userId?: string;
  /** One of the two. */
  readonly codeId?: string;
  readonly noticeId?: string;
  readonly channel: 'mail' | 'sms';
  /** Absent: 0. */
  readonly round?: number;
  readonly sendAfter: string;
}

export interface DeliverMessageJobOptions {
  readonly bus: CommandBus;
  readonly clock: Clock;
  /** Called for every message that came to its end; `seconds` from when it might be sent to when it was accepted. */
  readonly onEnd: (outcome: string, channel: string, seconds: number | null) => void;
}

/** One attempt at a message. A refused one comes again as a job of its own, at the time that was decided. */
export class DeliverMessageJob implements JobDefinition {
  readonly queue = DELIVER_MESSAGE_QUEUE;
  /** Well over one send and its statements, so that no second worker begins while the first may still be accepted. */
  readonly leaseSeconds = 60;
  /** However many messages wait in vain for a provider that has stopped answering, one more batch carries the others. */
  readonly concurrency = DOUBTFUL_AT_ONCE + 1;
  readonly #options: DeliverMessageJobOptions;

  constructor(options: DeliverMessageJobOptions) {
    this.#options = options;
  }

  async handle(job: Job): Promise<JobOutcome> {
    const { application, eventId, ...fields } = job.data as DeliverMessageData;
    const command = Object.assign(new DeliverMessage(), { deliveryId: eventId, ...fields });
    const result = await this.#options.bus.execute(command, { application, network: null, requestId: job.id });
    if (!result.ok) return { kind: 'dead', reason: result.error.code };
    this.#report(result.value, fields);
    return outcomeOf(result.value, job);
  }

  #report(delivery: DeliveryOutcome, { channel, sendAfter }: Pick<DeliverMessageData, 'channel' | 'sendAfter'>): void {
    if (delivery.outcome === 'retry' || delivery.outcome === 'overtaken') return;
    const isSent = delivery.outcome === 'sent';
    const seconds = isSent ? (this.#options.clock.now().getTime() - Date.parse(sendAfter)) / 1000 : null;
    this.#options.onEnd(isSent ? 'sent' : delivery.reason, channel, seconds);
  }
}

function outcomeOf(delivery: DeliveryOutcome, job: Job): JobOutcome {
  switch (delivery.outcome) {
    case 'sent':
    case 'overtaken':
      return { kind: 'done' };
    case 'retry':
      // Derived from this job's id: when we die before it is closed, its repetition leads to the same next job.
      return { kind: 'again', job: { id: derivedId(job.id, 'again'), data: job.data, startAfter: delivery.at } };
    case 'dead':
      // A message that is no longer needed is no dead letter.
      return isLoss(delivery.reason) ? { kind: 'dead', reason: delivery.reason } : { kind: 'done' };
  }
}
