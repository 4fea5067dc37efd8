import type { BounceReason } from '../../contract/events.js';
import type { TextCost } from '../../domain/message/text-cost.js';
import type { RouteEntry } from '../../domain/provider/route.js';

/** What a provider makes of a message. A fault of the provider or of the network is a refusal, never an exception. */
export type ProviderAnswer =
  | {
      readonly kind: 'accepted';
      readonly providerMessageId: string | null;
      /** Who accepted it, where several were asked. */
      readonly provider?: string;
    }
  | {
      readonly kind: 'refused';
      /** Whether the next attempt, or another provider, may succeed. */
      readonly retryable: boolean;
      /** A short stable word such as `http-500`: no address, no code, no key. */
      readonly reason: string;
      readonly retryAfterSeconds?: number;
      /** HTTP status; absent where no answer came. */
      readonly status?: number;
      /** Every message meets the same refusal until somebody changes our settings or our account there. */
      readonly needsOperator?: true;
      /** The sender is what it refuses. */
      readonly isAboutSender?: true;
      /** The recipient is what it refuses, and why: for good, and before it has accepted anything. */
      readonly bounce?: BounceReason;
      /** No answer says that the message was not taken: sent again, it may arrive twice. */
      readonly mayBeTaken?: true;
      /** Who refused it, where several were asked. */
      readonly provider?: string;
    };

/** A mail as it goes to the provider. */
export interface OutgoingMail {
  /** Comes back in the provider's own records and events. */
  readonly deliveryId: string;
  readonly recipient: { readonly email: string; readonly name: string | null };
  /** Absent: whom the settings name. */
  readonly from?: { readonly email: string; readonly name: string };
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What the message is about, for senders that choose their own words. Absent: nobody said. */
  readonly about?: MessageSubject;
  /** The providers that its application has chosen, in order. Absent: it has chosen none. */
  readonly route?: readonly RouteEntry[];
}

export interface MessageSubject {
  /** Its slug. */
  readonly application: string;
  readonly template: string;
  /** BCP 47 tag of the recipient's language, where it is known. */
  readonly locale: string | null;
  /** The digits; null: the message has none. */
  readonly code: string | null;
}

/** A mail whose sender is settled. */
export type SentMail = OutgoingMail & Required<Pick<OutgoingMail, 'from'>>;

/** Carries mails to their recipients. */
export interface MailProvider {
  readonly name: string;
  /** `send` answers within this time, in seconds. */
  readonly sendTimeoutSeconds: number;
  /** Sends a mail with the same delivery id once, however often it is given it. */
  readonly isIdempotent?: boolean;
  /**
   * Hands one mail over. A fault of the provider or of the network is a refusal, never an exception.
   * @param withinSeconds less time than usual, where an idempotent provider is asked again
   */
  send(mail: OutgoingMail, withinSeconds?: number): Promise<ProviderAnswer>;
  /** Asks whether the credentials are right, and sends nothing. Absent: the provider has no such call. */
  readonly check?: () => Promise<ProviderAnswer>;
  /** Gives up connections of its own. */
  close?(): void | Promise<void>;
}

/** A text message as it goes to the provider. */
export interface OutgoingText {
  /** E.164. */
  readonly phone: string;
  readonly text: string;
  /** Comes back in the provider's own records and events. Absent: nobody asks for it. */
  readonly deliveryId?: string;
  readonly about?: MessageSubject;
  /** The providers that its application has chosen, in order. Absent: it has chosen none. */
  readonly route?: readonly RouteEntry[];
}

/** What text messages cost, by the operator's price table. */
export interface TextCosts {
  /** Null where the operator has no table. */
  of(text: Pick<OutgoingText, 'phone' | 'text'>): TextCost | null;
  /** Told of each one that a provider has accepted. */
  spent(application: string, cost: TextCost): void;
}

/** Carries text messages (SMS) to their recipients. */
export interface TextProvider {
  readonly name: string;
  /** `send` answers within this time, in seconds. */
  readonly sendTimeoutSeconds: number;
  /** Sends a text message with the same delivery id once, however often it is given it. */
  readonly isIdempotent?: boolean;
  /**
   * Hands one text message over. A fault of the provider or of the network is a refusal, never an exception.
   * @param withinSeconds less time than usual, where an idempotent provider is asked again
   */
  send(text: OutgoingText, withinSeconds?: number): Promise<ProviderAnswer>;
  /** Asks whether the credentials are right, and sends nothing. Absent: the provider has no such call. */
  readonly check?: () => Promise<ProviderAnswer>;
  /** Gives up connections of its own. */
  close?(): void | Promise<void>;
}

/** Providers that report what became of a message. */
export interface FollowedProviders {
  has(channel: 'mail' | 'sms', provider: string): boolean;
}
