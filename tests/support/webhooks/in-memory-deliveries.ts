import type { Clock, CommandContext, RecordedEvent } from '@gatehouse/kernel';
import type { BegunAttempt, Deliveries, DeliveryRun } from '../../../libs/webhooks/application/ports/deliveries.js';
import type { SecretName } from '../../../libs/webhooks/application/ports/webhooks.js';
import { type Answer, DELIVERY_SECONDS } from '../../../libs/webhooks/domain/delivery/decide-after-answer.js';
import type { Written } from '../handlers/written.js';

interface KeptDelivery extends DeliveryRun {
  readonly webhookId: string;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly answers: readonly Answer[];
  readonly nextAttemptAt: Date | null;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly deadline: Date;
  /** Null where the log has it no more. */
  readonly event: RecordedEvent | null;
}

interface Receiver {
  readonly url: string;
  readonly secrets: readonly SecretName[];
  readonly isDisabled: boolean;
  /** It is left alone until then. */
  readonly breakerUntil: Date | null;
}

/** Deliveries of the shop, and the webhooks that they go to. A webhook that answers 410 is disabled, once. */
export class InMemoryDeliveries implements Deliveries {
  /** Happens once, after the next attempt has begun. */
  afterNextBegin: (() => void) | undefined;
  readonly receivers = new Map<string, Receiver>();
  readonly #deliveries = new Map<string, KeptDelivery>();

  constructor(
    private readonly written: Written,
    private readonly clock: Clock,
  ) {}

  get(deliveryId: string): KeptDelivery | undefined {
    return this.#deliveries.get(deliveryId);
  }

  /** A delivery that is to be made, changed where there is one. */
  set(deliveryId: string, changes: Partial<KeptDelivery> = {}): void {
    const now = this.clock.now();
    const fresh: KeptDelivery = {
      application: 'shop',
      deliveryId,
      run: 'run-1',
      webhookId: 'webhook',
      state: 'pending',
      attempts: 0,
      answers: [],
      nextAttemptAt: now,
      failure: null,
      createdAt: now,
      deadline: new Date(now.getTime() + DELIVERY_SECONDS * 1000),
      event: {
        id: `event of ${deliveryId}`,
        application: 'shop',
        subject: 'ada',
        type: 'user.activated.v1',
        data: { userId: 'ada' },
        occurredAt: now,
      },
    };
    this.#deliveries.set(deliveryId, { ...(this.get(deliveryId) ?? fresh), ...changes });
  }

  /** The webhook of this name, changed where there is one. */
  setReceiver(webhookId: string, changes: Partial<Receiver> = {}): void {
    const secrets = [{ application: 'shop', webhookId, keyId: 'first', version: 1 }];
    const fresh = { url: `https://${webhookId}.example/hook`, secrets, isDisabled: false, breakerUntil: null };
    this.receivers.set(webhookId, { ...(this.receivers.get(webhookId) ?? fresh), ...changes });
  }

  async beginAttempt(order: DeliveryRun): Promise<{ readonly attempt: BegunAttempt; readonly now: Date }> {
    const begun = { attempt: this.#attemptOf(order), now: this.clock.now() };
    const { afterNextBegin } = this;
    this.afterNextBegin = undefined;
    afterNextBegin?.();
    return begun;
  }

  async finish({ answer, decision, disabled, ...order }: Parameters<Deliveries['finish']>[0]): Promise<boolean> {
    const delivery = this.#pending(order);
    if (delivery) {
      this.set(order.deliveryId, {
        state: decision.kind === 'again' ? 'pending' : decision.kind,
        attempts: delivery.attempts + 1,
        answers: [answer, ...delivery.answers],
        nextAttemptAt: decision.kind === 'again' ? decision.at : null,
        failure: decision.kind === 'failed' ? decision.failure : null,
      });
    }
    const isGone = decision.kind === 'failed' && decision.failure === 'gone';
    if (!isGone || this.receivers.get(order.webhookId)?.isDisabled !== false) return false;
    this.setReceiver(order.webhookId, { isDisabled: true });
    this.written.events.push(disabled);
    return true;
  }

  async end(order: DeliveryRun, failure: string): Promise<void> {
    if (this.#pending(order)) this.set(order.deliveryId, { state: 'failed', failure, nextAttemptAt: null });
  }

  async replay(...[{ webhookId, deliveryId, event }, context]: Parameters<Deliveries['replay']>) {
    if (!this.#knows(webhookId, context)) return 'webhook-unknown';
    if (this.get(deliveryId)?.webhookId !== webhookId) return 'delivery-unknown';
    this.#orderAgain(deliveryId, event.id);
    this.written.add(event, context);
    return 'ordered';
  }

  async replayRange(...[{ webhookId, event, ...range }, context]: Parameters<Deliveries['replayRange']>) {
    if (!this.#knows(webhookId, context)) return null;
    const all = [...this.#deliveries.values()];
    const behind = all.slice(all.findIndex(({ deliveryId }) => deliveryId === range.after) + 1);
    const meant = behind
      .filter(
        (one) =>
          one.webhookId === webhookId &&
          one.createdAt >= range.from &&
          (range.to === null || one.createdAt < range.to) &&
          (one.state === 'failed' || (range.delivered && one.state === 'delivered')),
      )
      .slice(0, range.limit);
    const deliveryIds = meant.map(({ deliveryId }) => deliveryId);
    for (const deliveryId of deliveryIds) this.#orderAgain(deliveryId, event.id);
    const { id, subject, type, data } = event;
    const whole = { id, subject, type, data: { ...data, deliveryIds } };
    if (meant.length > 0) this.written.add(whole, context);
    return { count: meant.length, last: deliveryIds.at(-1) ?? null };
  }

  #attemptOf(order: DeliveryRun): BegunAttempt {
    const delivery = this.#pending(order);
    const receiver = delivery && this.receivers.get(delivery.webhookId);
    if (!receiver) return { kind: 'over' };
    const { webhookId, event, deadline, attempts } = delivery;
    if (deadline <= this.clock.now()) return { kind: 'end', failure: 'deadline-passed' };
    if (receiver.isDisabled) return { kind: 'end', failure: 'webhook-disabled' };
    if (!event) return { kind: 'end', failure: 'event-gone' };
    if (receiver.breakerUntil) return { kind: 'wait', until: receiver.breakerUntil };
    const { url, secrets } = receiver;
    return { kind: 'ready', webhookId, url, secrets, event, attempts: attempts + 1, deadline };
  }

  #pending({ application, deliveryId, run }: DeliveryRun): KeptDelivery | undefined {
    const delivery = this.get(deliveryId);
    const isMeant = delivery?.application === application && delivery.run === run && delivery.state === 'pending';
    return isMeant ? delivery : undefined;
  }

  #knows(webhookId: string, { application }: CommandContext): boolean {
    return application === 'shop' && this.receivers.has(webhookId);
  }

  #orderAgain(deliveryId: string, run: string): void {
    const now = this.clock.now();
    const deadline = new Date(now.getTime() + DELIVERY_SECONDS * 1000);
    this.set(deliveryId, { run, state: 'pending', attempts: 0, failure: null, nextAttemptAt: now, deadline });
  }
}
