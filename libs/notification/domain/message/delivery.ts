import type { UnfinishedEvent } from '@gatehouse/kernel';
import type { BounceReason, MessageRetried, MessageSent } from '../../contract/events.js';
import type { Template } from './message.js';
import type { TextCost } from './text-cost.js';

/** Why nothing is to be sent any more: the code has ended, the account is gone, or there never was one. */
export type NoLongerNeeded = 'code-over' | 'code-unknown' | 'notice-over' | 'notice-unknown' | 'nobody';

/** Whether what a message was about is gone, as it goes with an account that is erased: nothing may tell whose it was. */
export const isUnknown = (reason: string): boolean => reason === 'code-unknown' || reason === 'notice-unknown';

/** Why a message is a dead letter: somebody waits for it, and does not get it. */
export type Loss = (typeof LOSSES)[number];
export const LOSSES = ['deadline-passed', 'refused'] as const;

export const isLoss = (reason: string): reason is Loss => (LOSSES as readonly string[]).includes(reason);

/**
 * Why a message is not sent any more. `suppressed`: its recipient is on the list of those that nothing is sent to.
 * `bounced`: the provider has refused the recipient before it accepted anything.
 */
export type FailureReason = Loss | NoLongerNeeded | 'suppressed' | 'bounced';

/** A message that is to be sent. Its id is the id of the event that asks for it, so asking twice is harmless. */
export interface DeliveryOrder {
  readonly application: string;
  readonly id: string;
  /** Null as long as it is not known whose it is: a reset is asked for an address. */
  readonly userId: string | null;
  /** The content: a code or a notice. */
  readonly codeId: string | null;
  readonly noticeId: string | null;
  readonly channel: 'mail' | 'sms';
  /** 0 at first; one more each time that somebody had the dead message tried again. Orders of an earlier round are void. */
  readonly round: number;
  readonly notBefore: Date;
  /** From this instant on the message is dead: it is never sent late. */
  readonly deadline: Date;
}

/**
 * The record of a message's way to the provider.
 *
 * ```mermaid
 * stateDiagram-v2
 *   [*] --> sending: first attempt
 *   sending --> sent: accepted by the provider
 *   sending --> queued: refused, to be tried again
 *   queued --> sending: next attempt
 *   sending --> sending: the worker died, another takes over
 *   sending --> failed: refused for good, or the deadline has passed
 *   failed --> queued: a dead letter that is tried again
 * ```
 *
 * What the provider tells afterwards (`outcome.ts`) stands beside it: it comes in any order, at times before `sent`.
 */
export type Delivery = SendingDelivery | QueuedDelivery | SentDelivery | FailedDelivery;

interface Attempted extends DeliveryOrder {
  /** Attempts begun so far, this one included. */
  readonly attempts: number;
  /**
   * Tells the record from a later one under the same id, which an order makes that comes after an erasure: an attempt at
   * the former must not write into the latter.
   */
  readonly incarnation: string;
}
export interface SendingDelivery extends Attempted {
  readonly state: 'sending';
}
export interface QueuedDelivery extends Attempted {
  readonly state: 'queued';
  /** Who refused it. */
  readonly provider: string;
  readonly template: Template;
  readonly lastAnswer: string;
}
export interface SentDelivery extends Attempted {
  readonly state: 'sent';
  readonly template: Template | null;
  readonly provider: string;
  /** The provider's own id; null where its answer was lost and only its acceptance is known. */
  readonly providerMessageId: string | null;
  /** Of an SMS, where the operator says what it costs; else null. */
  readonly cost: TextCost | null;
  /** Whom it went to, as a keyed hash; absent where that was lost in a crash. */
  readonly recipientKey?: string;
  /** Its person was erased while it was sent: nothing of them is kept, nor the provider's id. */
  readonly isDisowned?: boolean;
}
export interface FailedDelivery extends Attempted {
  readonly state: 'failed';
  /** Who was asked last, within this attempt; null if no one was. */
  readonly provider: string | null;
  readonly template: Template | null;
  readonly reason: FailureReason;
  /** The provider's last answer in a word or two, without personal data; null where it was never asked. */
  readonly lastAnswer: string | null;
  /** Of one that `bounced`. */
  readonly bounce?: RefusedRecipient;
}

/** A recipient that the provider has refused, at the moment at which it was asked. */
export interface RefusedRecipient {
  readonly reason: BounceReason;
  /** As a keyed hash. */
  readonly recipientKey: string;
}

export const isPastDeadline = (delivery: DeliveryOrder, now: Date): boolean => now >= delivery.deadline;

export const accepted = (
  delivery: SendingDelivery,
  by: {
    template: Template | null;
    provider: string;
    providerMessageId: string | null;
    cost?: TextCost | null;
    recipientKey?: string;
    isDisowned?: boolean;
  },
): SentDelivery => ({ ...delivery, cost: null, ...by, state: 'sent' });

export const postponed = (
  delivery: SendingDelivery,
  until: { notBefore: Date; template: Template; provider: string; lastAnswer: string },
): QueuedDelivery => ({ ...delivery, ...until, state: 'queued' });

export const failed = (
  delivery: SendingDelivery,
  because: {
    reason: FailureReason;
    template?: Template;
    provider?: string;
    lastAnswer?: string;
    bounce?: RefusedRecipient;
  },
): FailedDelivery => ({
  ...delivery,
  state: 'failed',
  reason: because.reason,
  template: because.template ?? null,
  provider: because.provider ?? null,
  lastAnswer: because.lastAnswer ?? null,
  ...(because.bounce && { bounce: because.bounce }),
});

/** How long and how often a message is tried. All in seconds. */
export interface DeliveryPolicy {
  /** A message that is not handed over this long after it may be sent is dead. */
  readonly deadlineSeconds: number;
  /** Longest wait after the first refusal; it doubles with each further one. */
  readonly firstRetrySeconds: number;
  readonly longestRetrySeconds: number;
}

export const defaultDeliveryPolicy: DeliveryPolicy = {
  deadlineSeconds: 600,
  firstRetrySeconds: 0.5,
  longestRetrySeconds: 60,
};

/** What has happened is worth knowing the next day, too. */
export const noticeDeliveryPolicy: DeliveryPolicy = {
  deadlineSeconds: 86_400,
  firstRetrySeconds: 0.5,
  longestRetrySeconds: 300,
};

export const deadlineFor = (notBefore: Date, policy: DeliveryPolicy): Date =>
  new Date(notBefore.getTime() + policy.deadlineSeconds * 1000);

/** What happens to each delivery that was not sent before. Which of several those are, the statement that saves them finds out. */
export const messageSent: UnfinishedEvent<MessageSent, keyof MessageSent['data']> = {
  type: 'message.sent.v1',
  data: {},
  awaits: ['messageId', 'userId', 'channel', 'template', 'provider'],
};

/** What happens to each dead letter that is tried again. */
export const messageRetried: UnfinishedEvent<MessageRetried, keyof MessageRetried['data']> = {
  type: 'message.retried.v1',
  data: {},
  awaits: ['messageId', 'userId', 'codeId', 'noticeId', 'channel', 'round', 'sendAfter'],
};
