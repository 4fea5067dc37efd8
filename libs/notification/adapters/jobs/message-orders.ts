import type { RecordedEvent } from '@gatehouse/kernel';
import type { EventSubscription } from '@gatehouse/platform/events';
import type { JobQueue } from '@gatehouse/platform/jobs';
import type { ActivationCodeIssued } from '@gatehouse/registration/contract';
import { DELIVER_MESSAGE_QUEUE, type DeliverMessageData } from './deliver-message-job.js';

const TYPE: ActivationCodeIssued['type'] = 'activation-code.issued.v1';

/** Turns every event that asks for a message into a job. The job has the event's id: handed over twice, it is one. */
export class MessageOrders implements EventSubscription {
  readonly name = 'messages';
  readonly types = [TYPE];
  readonly #queue: JobQueue;

  constructor(queue: JobQueue) {
    this.#queue = queue;
  }

  async hand(events: readonly RecordedEvent[]): Promise<void> {
    await this.#queue.insert(
      DELIVER_MESSAGE_QUEUE,
      (events as readonly RecordedEvent<ActivationCodeIssued>[]).map(jobOf),
    );
  }
}

function jobOf({ id, application, data }: RecordedEvent<ActivationCodeIssued>) {
  const { userId, codeId, channel, sendAfter } = data;
  const job: DeliverMessageData = { application, eventId: id, userId, codeId, channel, sendAfter };
  return { id, data: job, startAfter: new Date(sendAfter) };
}
