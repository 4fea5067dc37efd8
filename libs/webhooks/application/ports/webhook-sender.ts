import type { RecordedEvent } from '@gatehouse/kernel';
import type { Answer } from '../../domain/delivery/decide-after-answer.js';

export interface OutgoingDelivery {
  readonly url: string;
  readonly event: RecordedEvent;
  /** Each makes a signature: two while one takes the other's place. */
  readonly secrets: readonly string[];
}

/** Carries an event to a receiver. Whatever goes wrong is an answer, never an exception. */
export interface WebhookSender {
  send(delivery: OutgoingDelivery): Promise<Answer>;
}
