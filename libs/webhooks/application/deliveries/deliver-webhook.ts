import { type CommandContext, type CommandHandler, type IdGenerator, ok, type ResultOf } from '@gatehouse/kernel';
import type { DeliverWebhook, DeliveryOutcome } from '../../contract/commands/deliveries.js';
import { type Answer, decideAfterAnswer } from '../../domain/delivery/decide-after-answer.js';
import { webhookDisabled } from '../../domain/webhook/webhook.js';
import type { BegunAttempt, Deliveries, DeliveryRun, WebhookSender } from '../ports/deliveries.js';
import type { WebhookSecrets } from '../ports/webhooks.js';
import type { ReceiverPlaces } from './receiver-places.js';

export interface DeliverWebhookPorts {
  readonly deliveries: Deliveries;
  readonly secrets: WebhookSecrets;
  readonly sender: WebhookSender;
  readonly places: ReceiverPlaces;
  readonly ids: IdGenerator;
  /** In [0, 1): spreads what was refused together. */
  readonly random: () => number;
  /** Called for every attempt: `delivered`, `refused`, or what broke the exchange. */
  readonly onAttempt: (outcome: string) => void;
  /** Called for a webhook that is disabled now. */
  readonly onDisabled: (webhook: { application: string; webhookId: string; reason: string }) => void;
}

/** How long a delivery stays away from a receiver that takes long, in milliseconds; up to twice that. */
const NO_PLACE_MS = 1_000;

type Ready = Extract<BegunAttempt, { kind: 'ready' }>;

/** Makes one attempt and notes what came of it. Nothing is held while the receiver takes its time. */
export class DeliverWebhookHandler implements CommandHandler<DeliverWebhook> {
  constructor(private readonly ports: DeliverWebhookPorts) {}

  async execute({ deliveryId, run }: DeliverWebhook, context: CommandContext): Promise<ResultOf<DeliverWebhook>> {
    const order = { application: context.application, deliveryId, run };
    const { deliveries, places } = this.ports;
    const { attempt, now } = await deliveries.beginAttempt(order);
    if (attempt.kind !== 'ready') return ok(await this.#without(order, attempt));
    const leave = places.take(attempt.webhookId);
    if (leave) return ok(await this.#attempt(order, attempt, now).finally(leave));
    return ok(await this.#inTurn(order, attempt.webhookId, now));
  }

  /** Meanwhile the webhook may have been changed or disabled: it is asked again. */
  async #inTurn(order: DeliveryRun, webhookId: string, askedAt: Date): Promise<DeliveryOutcome> {
    const { deliveries, places, random } = this.ports;
    const leave = await places.await(webhookId);
    if (!leave) return { outcome: 'again', at: later(askedAt, NO_PLACE_MS * (1 + random())) };
    try {
      const { attempt, now } = await deliveries.beginAttempt(order);
      return attempt.kind === 'ready' ? await this.#attempt(order, attempt, now) : await this.#without(order, attempt);
    } finally {
      leave();
    }
  }

  async #without(order: DeliveryRun, attempt: Exclude<BegunAttempt, Ready>): Promise<DeliveryOutcome> {
    const { deliveries, random } = this.ports;
    switch (attempt.kind) {
      case 'over':
        return { outcome: 'over' };
      case 'wait':
        return { outcome: 'again', at: later(attempt.until, NO_PLACE_MS * 5 * random()) };
      case 'end':
        await deliveries.end(order, attempt.failure);
        return { outcome: 'failed', failure: attempt.failure };
    }
  }

  async #attempt(order: DeliveryRun, attempt: Ready, begunAt: Date): Promise<DeliveryOutcome> {
    const { deliveries, ids, random, onAttempt, onDisabled } = this.ports;
    const answer = await this.#send(attempt);
    const { webhookId, attempts, deadline } = attempt;
    const now = later(begunAt, answer.milliseconds);
    const decision = decideAfterAnswer(answer, { attempts, now, deadline, random: random() });
    onAttempt(decision.kind === 'delivered' ? 'delivered' : (answer.fault ?? 'refused'));
    const disabled = webhookDisabled(ids.next(), webhookId, decision);
    const isDisabled = await deliveries.finish({ ...order, webhookId, answer, decision, disabled });
    if (isDisabled) onDisabled({ application: order.application, ...disabled.data });
    switch (decision.kind) {
      case 'delivered':
        return { outcome: 'delivered' };
      case 'again':
        return { outcome: 'again', at: decision.at };
      case 'failed':
        return { outcome: 'failed', failure: decision.failure };
    }
  }

  #send({ url, event, secrets: names }: Ready): Promise<Answer> {
    const secrets = names.map((name) => this.ports.secrets.secretOf(name));
    // Without a signature by the current secret the receiver could not know that it is ours.
    if (!secrets[0]) return Promise.resolve({ status: null, fault: 'key-missing', milliseconds: 0 });
    return this.ports.sender.send({ url, event, secrets: secrets.filter((secret) => secret !== null) });
  }
}

const later = (moment: Date, milliseconds: number): Date => new Date(moment.getTime() + milliseconds);
