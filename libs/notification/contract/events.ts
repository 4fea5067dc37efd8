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

/** Ids and words of ours alone: nothing in them is about a person. */
export type NotificationEvent = MessageSent | MessageRetried | ProviderOpened | ProviderClosed;

/** The types that somebody follows, by their names. */
export const notificationEventTypes = {
  messageRetried: 'message.retried.v1',
} as const satisfies Readonly<Record<string, NotificationEvent['type']>>;
