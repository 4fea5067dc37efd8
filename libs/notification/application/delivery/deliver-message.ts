import { type Clock, type CommandContext, type CommandHandler, ok, type ResultOf } from '@gatehouse/kernel';
import type { DeliverMessage, DeliveryOutcome } from '../../contract/commands/deliver-message.js';
import { decideAfterRefusal, type Refusal } from '../../domain/message/decide-after-refusal.js';
import {
  accepted,
  type DeliveryOrder,
  type DeliveryPolicy,
  deadlineFor,
  defaultDeliveryPolicy,
  type FailureReason,
  failed,
  isPastDeadline,
  type NoLongerNeeded,
  noticeDeliveryPolicy,
  postponed,
  type RefusedRecipient,
  type SendingDelivery,
} from '../../domain/message/delivery.js';
import { isForAnyAddress, type Template } from '../../domain/message/message.js';
import { heldBackAs, isHeldBack, type ToldToHolder } from '../../domain/message/outcome.js';
import type { TextCost } from '../../domain/message/text-cost.js';
import type { Codes, Notices } from '../ports/codes.js';
import type { DeliveryRepository } from '../ports/delivery-repository.js';
import type { FollowedProviders, MailProvider, ProviderAnswer, TextCosts, TextProvider } from '../ports/providers.js';
import type { MessageRenderer, PageLinks, Senders, TextMessageRenderer } from '../ports/rendering.js';
import type { Suppressions } from '../ports/suppressions.js';
import { composeMessage } from './compose-message.js';
import { type ToSend, templateOf } from './message-content.js';

export interface DeliverMessagePorts {
  readonly deliveries: DeliveryRepository;
  readonly codes: Codes;
  readonly notices: Notices;
  readonly senders: Senders;
  readonly links: PageLinks;
  readonly renderer: MessageRenderer;
  readonly provider: MailProvider;
  readonly textRenderer: TextMessageRenderer;
  readonly textProvider: TextProvider;
  readonly textCosts: TextCosts;
  readonly suppressions: Suppressions;
  readonly followed: FollowedProviders;
  readonly clock: Clock;
  /** In [0, 1): spreads what was refused together. */
  readonly random: () => number;
  readonly policy?: DeliveryPolicy;
}

/**
 * One attempt at one message: four statements, one more where only now it shows whose it is, and nothing held open while
 * the provider is asked. After the record has got a name, registration is asked whether what it is about is still known: an
 * erasure from then on finds the record, one that came before is found here (docs/adr/0148).
 */
export class DeliverMessageHandler implements CommandHandler<DeliverMessage> {
  readonly #policy: DeliveryPolicy;

  constructor(private readonly ports: DeliverMessagePorts) {
    this.#policy = ports.policy ?? defaultDeliveryPolicy;
  }

  async execute(command: DeliverMessage, context: CommandContext): Promise<ResultOf<DeliverMessage>> {
    return ok(await this.#attempt(command, context));
  }

  async #attempt(command: DeliverMessage, context: CommandContext): Promise<DeliveryOutcome> {
    const { deliveries } = this.ports;
    const { delivery, now } = await deliveries.beginAttempt(this.#order(command, context));
    const begunAt = this.ports.clock.now().getTime();
    if (delivery.state === 'overtaken') return { outcome: 'overtaken' };
    if (delivery.state === 'sent') return { outcome: 'sent' };
    if (delivery.state === 'failed') return { outcome: 'dead', reason: delivery.reason };
    if (isPastDeadline(delivery, now)) return this.#giveUp(delivery, context, { reason: 'deadline-passed' });

    const { source, id } = this.#sourceOf(delivery);
    const { sendTimeoutSeconds } = this.#providerFor(delivery);
    const dispatch = await source.dispatch(id, { sendTimeoutSeconds, isRetried: delivery.round > 0 }, context);
    if (dispatch.kind === 'over') return this.#fail(delivery, dispatch);
    if (dispatch.kind === 'already-accepted') return this.#finish(delivery, null, { providerMessageId: null });
    if (dispatch.kind === 'nobody') {
      // The code of an unknown address lives as long as any other: its tries must be answered alike.
      const isKnown = await source.start(id, false, context);
      return this.#fail(delivery, { reason: isKnown ? 'nobody' : unknownOf(delivery) });
    }
    const owner = delivery.userId ?? ('userId' in dispatch ? dispatch.userId : null);
    const isOwned = owner === delivery.userId || owner === null || (await deliveries.own(delivery, owner));
    if (!isOwned) return { outcome: 'dead', reason: unknownOf(delivery) };
    const owned = { ...delivery, userId: owner };
    return this.#handOver(owned, dispatch, context, () => now.getTime() + this.#since(begunAt));
  }

  async #handOver(
    delivery: SendingDelivery,
    dispatch: ToSend,
    context: CommandContext,
    now: () => number,
  ): Promise<DeliveryOutcome> {
    const template = templateOf(dispatch);
    const { application, channel } = delivery;
    const [suppression, { send, cost }] = await Promise.all([
      this.ports.suppressions.find(application, dispatch.recipient),
      composeMessage(this.ports, delivery, dispatch),
    ]);
    if (suppression && isHeldBack(suppression, dispatch.kind)) {
      return this.#comeBack(delivery, heldBackAs(suppression), { reason: 'suppressed', template }, context);
    }
    const answer = await send();
    if (answer.kind === 'accepted') {
      // For all templates alike, so that the status of a sign-up does not reveal which of them was sent.
      const { source, id } = this.#sourceOf(delivery);
      const { provider = this.#providerFor(delivery).name } = answer;
      const isKnown = await source.start(id, this.ports.followed.has(channel, provider), context);
      const recipientKey = this.ports.suppressions.keyOf(application, dispatch.recipient);
      return this.#finish(delivery, template, { ...answer, provider, recipientKey, cost, isDisowned: !isKnown });
    }
    const { provider = this.#providerFor(delivery).name, bounce } = answer;
    const end = { template, provider, lastAnswer: answer.reason };
    if (bounce !== undefined) {
      const recipientKey = this.ports.suppressions.keyOf(application, dispatch.recipient);
      const bounced = { reason: 'bounced', ...end, bounce: { reason: bounce, recipientKey } } as const;
      return this.#comeBack(delivery, { state: 'bounced', reason: bounce }, bounced, context);
    }
    return this.#afterRefusal(delivery, context, answer, new Date(now()), end);
  }

  #since(begunAt: number): number {
    return this.ports.clock.now().getTime() - begunAt;
  }

  async #afterRefusal(
    delivery: SendingDelivery,
    context: CommandContext,
    refusal: Refusal,
    now: Date,
    end: Required<Omit<End, 'reason' | 'bounce'>>,
  ): Promise<DeliveryOutcome> {
    const { attempts, deadline } = delivery;
    const decision = decideAfterRefusal(
      refusal,
      { attempts, deadline, now, random: this.ports.random() },
      this.#policyFor(delivery),
    );
    if (decision.kind === 'dead') return this.#giveUp(delivery, context, { reason: decision.reason, ...end });
    await this.ports.deliveries.save(postponed(delivery, { notBefore: decision.at, ...end }));
    return { outcome: 'retry', at: decision.at };
  }

  #order(command: DeliverMessage, context: CommandContext): DeliveryOrder {
    const notBefore = new Date(command.sendAfter);
    return {
      application: context.application,
      id: command.deliveryId,
      userId: command.userId ?? null,
      codeId: command.noticeId == null ? (command.codeId ?? null) : null,
      noticeId: command.noticeId ?? null,
      channel: command.channel,
      round: command.round ?? 0,
      notBefore,
      deadline: deadlineFor(notBefore, this.#policyFor({ noticeId: command.noticeId ?? null })),
    };
  }

  /** Nothing has reached, or will reach, the recipient. A registration learns what it would learn of a message that bounced. */
  async #comeBack(
    delivery: SendingDelivery,
    told: ToldToHolder,
    end: End & { readonly template: Template },
    context: CommandContext,
  ): Promise<DeliveryOutcome> {
    const { source, id } = this.#sourceOf(delivery);
    // As for an address without an account: the code lives, so that its tries are answered alike.
    if (isForAnyAddress(end.template)) return this.#fail(delivery, end, await source.start(id, false, context));
    if (delivery.codeId !== null) await this.ports.codes.tell([{ codeId: id, ...told }], context);
    return this.#giveUp(delivery, context, end);
  }

  #sourceOf({ codeId, noticeId }: SendingDelivery) {
    const { codes, notices } = this.ports;
    if (noticeId !== null) return { source: notices, id: noticeId };
    if (codeId !== null) return { source: codes, id: codeId };
    throw new Error('A message is about a code or is a notice');
  }

  #policyFor({ noticeId }: Pick<DeliveryOrder, 'noticeId'>): DeliveryPolicy {
    return noticeId === null ? this.#policy : noticeDeliveryPolicy;
  }

  #providerFor({ channel }: SendingDelivery): MailProvider | TextProvider {
    return channel === 'sms' ? this.ports.textProvider : this.ports.provider;
  }

  async #finish(
    delivery: SendingDelivery,
    template: Template | null,
    { provider = this.#providerFor(delivery).name, providerMessageId, cost = null, ...about }: Acceptance,
  ): Promise<DeliveryOutcome> {
    await this.ports.deliveries.save(accepted(delivery, { template, provider, providerMessageId, cost, ...about }));
    if (cost) this.ports.textCosts.spent(delivery.application, cost);
    return { outcome: 'sent' };
  }

  /** The code or the notice first: should we die in between, the next attempt finds the delivery open and comes here again. */
  async #giveUp(delivery: SendingDelivery, context: CommandContext, end: End): Promise<DeliveryOutcome> {
    const { source, id } = this.#sourceOf(delivery);
    return this.#fail(delivery, end, await source.abandon(id, end.reason, context));
  }

  async #fail(delivery: SendingDelivery, end: End, isKnown = true): Promise<DeliveryOutcome> {
    const because: End = isKnown ? end : { reason: unknownOf(delivery) };
    await this.ports.deliveries.save(failed(delivery, because));
    return { outcome: 'dead', reason: because.reason };
  }
}

type Acceptance = Pick<Extract<ProviderAnswer, { kind: 'accepted' }>, 'provider' | 'providerMessageId'> & {
  readonly recipientKey?: string;
  readonly cost?: TextCost | null;
  readonly isDisowned?: boolean;
};

interface End {
  readonly reason: FailureReason;
  readonly template?: Template;
  readonly provider?: string;
  readonly lastAnswer?: string;
  readonly bounce?: RefusedRecipient;
}

const unknownOf = ({ noticeId }: SendingDelivery): NoLongerNeeded =>
  noticeId === null ? 'code-unknown' : 'notice-unknown';
