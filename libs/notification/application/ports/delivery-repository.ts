import type {
  DeliveryOrder,
  FailedDelivery,
  QueuedDelivery,
  SendingDelivery,
  SentDelivery,
} from '../../domain/message/delivery.js';

export interface BegunAttempt {
  /**
   * `sending` with this attempt counted in, or the end that the delivery has already come to. `overtaken`: the order is
   * of another round, and nothing has begun.
   */
  readonly delivery: SendingDelivery | SentDelivery | FailedDelivery | { readonly state: 'overtaken' };
  /** The instant by the clock that all processes share. */
  readonly now: Date;
}

/** Keeps deliveries. Each call is one atomic write. */
export interface DeliveryRepository {
  /** Records the delivery if it is new; counts an attempt unless it has come to its end. The first order counts. */
  beginAttempt(order: DeliveryOrder): Promise<BegunAttempt>;
  /**
   * Records whose message it is, where that shows only when it is sent. Nothing else makes a message a person's once its
   * attempt has begun: whether they are still there is asked after this, so an erasure finds what they have, or is found.
   * @returns false where the record is gone
   */
  own(delivery: SendingDelivery, userId: string): Promise<boolean>;
  /**
   * Records how an attempt ended. An attempt that another one has overtaken changes nothing, unless its mail was
   * accepted: what was sent is sent. Nothing takes back a `sent`. What is no longer known (`isUnknown`) is nobody's message any more,
   * whichever attempt finds that out.
   */
  save(delivery: QueuedDelivery | SentDelivery | FailedDelivery): Promise<void>;
}
