import type {
  BegunAttempt,
  DeliveryRepository,
} from '../../../libs/notification/application/ports/delivery-repository.js';
import type {
  Delivery,
  DeliveryOrder,
  FailedDelivery,
  QueuedDelivery,
  SentDelivery,
} from '../../../libs/notification/domain/message/delivery.js';

/** The deliveries of a test. Counts its calls, because each of them is a statement where it matters. */
export class InMemoryDeliveries implements DeliveryRepository {
  calls = 0;
  readonly #deliveries = new Map<string, Delivery>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  find(application: string, id: string): Delivery | undefined {
    return this.#deliveries.get(`${application}/${id}`);
  }

  async beginAttempt(order: DeliveryOrder): Promise<BegunAttempt> {
    this.calls += 1;
    const known = this.find(order.application, order.id);
    if (known && known.round !== order.round) return { delivery: { state: 'overtaken' }, now: this.#now() };
    if (known?.state === 'sent' || known?.state === 'failed') return { delivery: known, now: this.#now() };
    const { application, id, userId, codeId, noticeId, channel, round, notBefore, deadline } = known ?? order;
    const attempts = (known?.attempts ?? 0) + 1;
    const delivery = {
      application,
      id,
      userId,
      codeId,
      noticeId,
      channel,
      round,
      notBefore,
      deadline,
      attempts,
      state: 'sending',
    } as const;
    this.#deliveries.set(`${application}/${id}`, delivery);
    return { delivery, now: this.#now() };
  }

  async save(delivery: QueuedDelivery | SentDelivery | FailedDelivery): Promise<void> {
    this.calls += 1;
    const known = this.find(delivery.application, delivery.id);
    const isCurrent = known?.state === 'sending' && known.attempts === delivery.attempts;
    if (!known || known.state === 'sent' || (delivery.state !== 'sent' && !isCurrent)) return;
    this.#deliveries.set(`${delivery.application}/${delivery.id}`, { ...delivery, attempts: known.attempts });
  }
}
