import type {
  BegunAttempt,
  DeliveryRepository,
} from '../../../libs/notification/application/ports/delivery-repository.js';
import {
  type Delivery,
  type DeliveryOrder,
  type FailedDelivery,
  isUnknown,
  type QueuedDelivery,
  type SendingDelivery,
  type SentDelivery,
} from '../../../libs/notification/domain/message/delivery.js';

/** The deliveries of a test. Counts its calls, because each of them is a statement where it matters. */
export class InMemoryDeliveries implements DeliveryRepository {
  calls = 0;
  #records = 0;
  readonly #deliveries = new Map<string, Delivery>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  find(application: string, id: string): Delivery | undefined {
    return this.#deliveries.get(keyOf({ application, id }));
  }

  async beginAttempt(order: DeliveryOrder): Promise<BegunAttempt> {
    this.calls += 1;
    const known = this.find(order.application, order.id);
    if (known && known.round !== order.round) return { delivery: { state: 'overtaken' }, now: this.#now() };
    if (known?.state === 'sent' || known?.state === 'failed') return { delivery: known, now: this.#now() };
    const { application, id, userId, codeId, noticeId, channel, round, notBefore, deadline } = known ?? order;
    const attempts = (known?.attempts ?? 0) + 1;
    const incarnation = known?.incarnation ?? String(++this.#records);
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
      incarnation,
      state: 'sending',
    } as const;
    this.#deliveries.set(keyOf(order), delivery);
    return { delivery, now: this.#now() };
  }

  async own(delivery: SendingDelivery, userId: string): Promise<boolean> {
    this.calls += 1;
    const known = this.#recordOf(delivery);
    if (known) this.#deliveries.set(keyOf(delivery), { ...known, userId: known.userId ?? userId });
    return known !== undefined;
  }

  async save(delivery: QueuedDelivery | SentDelivery | FailedDelivery): Promise<void> {
    this.calls += 1;
    const known = this.#recordOf(delivery);
    const isGone = delivery.state === 'failed' && isUnknown(delivery.reason);
    const isCurrent = known?.state === 'sending' && known.attempts === delivery.attempts;
    if (!known || known.state === 'sent' || !(delivery.state === 'sent' || isGone || isCurrent)) return;
    const { attempts, userId } = known;
    const isNobodys = isGone || (delivery.state === 'sent' && delivery.isDisowned === true);
    this.#deliveries.set(keyOf(delivery), { ...kept(delivery), attempts, userId: isNobodys ? null : userId });
  }

  /** As an erasure does. */
  erase(application: string, id: string): void {
    this.#deliveries.delete(keyOf({ application, id }));
  }

  #recordOf({ application, id, incarnation }: Delivery): Delivery | undefined {
    const known = this.find(application, id);
    return known?.incarnation === incarnation ? known : undefined;
  }
}

const keyOf = ({ application, id }: Pick<Delivery, 'application' | 'id'>): string => `${application}/${id}`;

function kept(delivery: QueuedDelivery | SentDelivery | FailedDelivery): Delivery {
  if (delivery.state !== 'sent' || !delivery.isDisowned) return delivery;
  const { recipientKey: _whom, ...sent } = delivery;
  return { ...sent, providerMessageId: null };
}
