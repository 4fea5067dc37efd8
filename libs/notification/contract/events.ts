import type { DomainEvent } from '@gatehouse/kernel';

/** The provider accepted a message. The event's subject is whose message it is, or the message if it is no one's. */
export type MessageSent = DomainEvent<
  'message.sent.v1',
  {
    readonly messageId: string;
    readonly userId: string | null;
    readonly channel: 'mail' | 'sms';
    /** The kind of message; null if that was lost in a crash. */
    readonly template: string | null;
    /** Who accepted it, as the settings name it; earlier events do not have it. */
    readonly provider?: string;
  }
>;

/** Somebody who looks after messages has one tried again that was given up, not before `sendAfter` (RFC 3339). */
export type MessageRetried = DomainEvent<
  'message.retried.v1',
  {
    readonly messageId: string;
    readonly userId: string | null;
    /** The content: a code or a notice. */
    readonly codeId: string | null;
    readonly noticeId: string | null;
    readonly channel: 'mail' | 'sms';
    /** 1 the first time. */
    readonly round: number;
    readonly sendAfter: string;
  }
>;

interface OfProvider {
  readonly channel: 'mail' | 'sms';
  /** As the settings name it. */
  readonly provider: string;
}

/** The first process has stopped sending to a provider. Providers are the deployment's, so the application is `default`. */
export type ProviderOpened = DomainEvent<'provider.opened.v1', OfProvider & { readonly reason: string | null }>;

/** The last process that had stopped sends to a provider again. */
export type ProviderClosed = DomainEvent<'provider.closed.v1', OfProvider>;

/**
 * What a provider reports about a message that it accepted, the weakest first. The strongest is the message's state, in
 * whatever order they arrive.
 */
export const OUTCOMES = [
  'deferred',
  'soft-bounced',
  'delivered',
  'unsubscribed',
  'hard-bounced',
  'complained',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why a mailbox or a phone did not take a message: there is none, it is full, or it takes none from us. */
export const BOUNCE_REASONS = ['mailbox-unavailable', 'mailbox-full', 'rejected'] as const;
export type BounceReason = (typeof BOUNCE_REASONS)[number];

interface OfAcceptedMessage {
  readonly messageId: string;
  readonly userId: string | null;
  readonly channel: 'mail' | 'sms';
  /** The kind of message; null if that is not known. */
  readonly template: string | null;
  /** As the settings name it. */
  readonly provider: string;
  /** When, as the provider tells it: RFC 3339. */
  readonly at: string;
}

/** The recipient's server, or phone, took the message. The subject of these is as of `message.sent.v1`. */
export type MessageDelivered = DomainEvent<'message.delivered.v1', OfAcceptedMessage>;

/** The recipient's server did not take it yet; the provider tries again. */
export type MessageDeferred = DomainEvent<'message.deferred.v1', OfAcceptedMessage>;

/** It was not delivered, or its provider refused the recipient at once: `hard` is permanent, `soft` is temporary, though the provider has stopped trying. */
export type MessageBounced = DomainEvent<
  'message.bounced.v1',
  OfAcceptedMessage & { readonly bounce: 'hard' | 'soft'; readonly reason: BounceReason | null }
>;

/** The recipient marked it as spam. */
export type MessageComplained = DomainEvent<'message.complained.v1', OfAcceptedMessage>;

/** The recipient told the provider to send nothing more. */
export type MessageUnsubscribed = DomainEvent<'message.unsubscribed.v1', OfAcceptedMessage>;

export type MessageOutcome =
  | MessageDelivered
  | MessageDeferred
  | MessageBounced
  | MessageComplained
  | MessageUnsubscribed;

/** Ids and words of ours alone: nothing in them is about a person. */
export type NotificationEvent = MessageSent | MessageRetried | MessageOutcome | ProviderOpened | ProviderClosed;

/** The types that somebody follows, by their names. */
export const notificationEventTypes = {
  messageRetried: 'message.retried.v1',
} as const satisfies Readonly<Record<string, NotificationEvent['type']>>;
