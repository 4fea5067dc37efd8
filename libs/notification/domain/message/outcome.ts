import type { UnfinishedEvent } from '@gatehouse/kernel';
import {
  type BounceReason,
  type MessageBounced,
  type MessageComplained,
  type MessageDeferred,
  type MessageDelivered,
  type MessageUnsubscribed,
  OUTCOMES,
  type Outcome,
} from '../../contract/events.js';

export { OUTCOMES, type Outcome };

/** What a provider reports about one message. */
export interface ToldOutcome {
  readonly deliveryId: string;
  readonly outcome: Outcome;
  /** When, by the provider's clock. */
  readonly at: Date;
  /** Of a bounce, where it is known. */
  readonly reason: BounceReason | null;
}

const CAUSES = { 'hard-bounced': 'bounced', complained: 'complained' } as const;

/** The outcomes after which nothing more is sent to a recipient, and what is then the cause. */
export const SUPPRESSING = CAUSES satisfies Partial<Record<Outcome, SuppressionCause>>;
export type SuppressionCause = 'bounced' | 'complained';

/** What a refusal of the recipient is, when it comes before anything was accepted. */
export const REFUSED_AS: Outcome = 'hard-bounced';

/**
 * Whether such a refusal puts the recipient on our own list. Only where there is no such mailbox or number: that does not
 * change, and asking again harms the sender. `rejected` stands for lists that the provider keeps. It consults them each
 * time, and an entry of ours would outlive the provider's.
 */
export const isSuppressedAtOnce = (reason: BounceReason): boolean => reason === 'mailbox-unavailable';

/** Why nothing is sent to a recipient. */
export interface Suppression {
  readonly cause: SuppressionCause;
  readonly reason: BounceReason | null;
}

/**
 * Whether a message is held back. Nothing is sent to a mailbox that does not exist. Someone who marked our mails as spam
 * still gets notices about their own account: these protect it, and no one else can cause them.
 */
export const isHeldBack = (suppression: Suppression, kind: 'code' | 'account-exists' | 'notice'): boolean =>
  suppression.cause === 'bounced' || kind !== 'notice';

/** What the holder of a registration is told of its message. */
export interface ToldToHolder {
  readonly state: 'delivered' | 'bounced';
  readonly reason: BounceReason | null;
}

const FOR_HOLDERS: Readonly<Partial<Record<Outcome, ToldToHolder['state']>>> = {
  delivered: 'delivered',
  'soft-bounced': 'bounced',
  'hard-bounced': 'bounced',
};

/** Null for what is nothing to wait for: that a mail was deferred, or came and was not wanted. */
export function toldToHolder({ outcome, reason }: Pick<ToldOutcome, 'outcome' | 'reason'>): ToldToHolder | null {
  const state = FOR_HOLDERS[outcome];
  return state === undefined ? null : { state, reason: state === 'bounced' ? reason : null };
}

/** As a bounce to the holder: an address that complained takes nothing from us. */
export const heldBackAs = ({ reason }: Suppression): ToldToHolder => ({
  state: 'bounced',
  reason: reason ?? 'rejected',
});

const OF_EVERY = ['messageId', 'userId', 'channel', 'template', 'provider', 'at'] as const;
type OfEvery = (typeof OF_EVERY)[number];

interface OutcomeEvents {
  readonly deferred: UnfinishedEvent<MessageDeferred, OfEvery>;
  readonly 'soft-bounced': UnfinishedEvent<MessageBounced, OfEvery | 'reason'>;
  readonly delivered: UnfinishedEvent<MessageDelivered, OfEvery>;
  readonly unsubscribed: UnfinishedEvent<MessageUnsubscribed, OfEvery>;
  readonly 'hard-bounced': UnfinishedEvent<MessageBounced, OfEvery | 'reason'>;
  readonly complained: UnfinishedEvent<MessageComplained, OfEvery>;
}

/** What happens to a message of each outcome that was not known of it before. */
export const outcomeEvents = {
  deferred: { type: 'message.deferred.v1', data: {}, awaits: OF_EVERY },
  'soft-bounced': { type: 'message.bounced.v1', data: { bounce: 'soft' }, awaits: [...OF_EVERY, 'reason'] },
  delivered: { type: 'message.delivered.v1', data: {}, awaits: OF_EVERY },
  unsubscribed: { type: 'message.unsubscribed.v1', data: {}, awaits: OF_EVERY },
  'hard-bounced': { type: 'message.bounced.v1', data: { bounce: 'hard' }, awaits: [...OF_EVERY, 'reason'] },
  complained: { type: 'message.complained.v1', data: {}, awaits: OF_EVERY },
} as const satisfies OutcomeEvents;

type OutcomeEvent = (typeof outcomeEvents)[Outcome];

/** Whether an event tells why a message came back. */
export const tellsReason = (event: OutcomeEvent): event is Extract<OutcomeEvent, { data: { bounce: string } }> =>
  'bounce' in event.data;
