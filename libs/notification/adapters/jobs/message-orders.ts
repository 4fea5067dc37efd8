import type { RecordedEvent } from '@gatehouse/kernel';
import type { EventSubscription } from '@gatehouse/platform/events';
import type { JobQueue } from '@gatehouse/platform/jobs';
import {
  type ActivationCodeIssued,
  type NoticeIssued,
  type PasswordResetRequested,
  registrationEventTypes,
} from '@gatehouse/registration/contract';
import { type MessageRetried, notificationEventTypes } from '../../contract/events.js';
import { DELIVER_MESSAGE_QUEUE, type DeliverMessageData } from './deliver-message-job.js';

type MessageOrder = ActivationCodeIssued | PasswordResetRequested | NoticeIssued | MessageRetried;
/** Discriminated by its type. */
type RecordedOrder = {
  [T in MessageOrder['type']]: RecordedEvent<Extract<MessageOrder, { type: T }>>;
}[MessageOrder['type']];

const { activationCodeIssued, passwordResetRequested, noticeIssued } = registrationEventTypes;
const { messageRetried } = notificationEventTypes;
const TYPES: readonly MessageOrder['type'][] = [
  activationCodeIssued,
  passwordResetRequested,
  noticeIssued,
  messageRetried,
];

/** Turns every event that asks for a message into a job. The job has the event's id: handed over twice, it is one. */
export class MessageOrders implements EventSubscription {
  readonly name = 'messages';
  readonly types = TYPES;
  readonly #queue: JobQueue;

  constructor(queue: JobQueue) {
    this.#queue = queue;
  }

  async hand(events: readonly RecordedEvent[]): Promise<void> {
    await this.#queue.insert(DELIVER_MESSAGE_QUEUE, (events as readonly RecordedOrder[]).map(jobOf));
  }
}

function jobOf(event: RecordedOrder) {
  const { id, application } = event;
  const data: DeliverMessageData = { application, ...orderOf(event) };
  return { id, data, startAfter: new Date(data.sendAfter), trace: event.trace };
}

function orderOf(event: RecordedOrder): Omit<DeliverMessageData, 'application'> {
  const eventId = event.id;
  switch (event.type) {
    case activationCodeIssued: {
      const { userId, codeId, channel, sendAfter } = event.data;
      return { eventId, userId, codeId, channel, sendAfter };
    }
    case passwordResetRequested: {
      const { codeId, sendAfter } = event.data;
      return { eventId, codeId, channel: 'mail', sendAfter };
    }
    case noticeIssued: {
      const { userId, noticeId } = event.data;
      return { eventId, userId, noticeId, channel: 'mail', sendAfter: event.occurredAt.toISOString() };
    }
    case messageRetried: {
      const { messageId, userId, codeId, noticeId, channel, round, sendAfter } = event.data;
      return {
        eventId: messageId,
        ...(userId !== null && { userId }),
        ...(codeId === null ? {} : { codeId }),
        ...(noticeId === null ? {} : { noticeId }),
        channel,
        round,
        sendAfter,
      };
    }
  }
}
