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
   * Records how an attempt ended. An attempt that another one has overtaken changes nothing, unless its mail was
   * accepted: what was sent is sent. Nothing takes back a `sent`.
   */
  save(delivery: QueuedDelivery | SentDelivery | FailedDelivery): Promise<void>;
}
