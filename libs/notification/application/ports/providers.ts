/** What a provider makes of a message. A fault of the provider or of the network is a refusal, never an exception. */
export type ProviderAnswer =
  | { readonly kind: 'accepted'; readonly providerMessageId: string | null }
  | {
      readonly kind: 'refused';
      readonly retryable: boolean;
      /** A short stable word such as `http-500`: no address, no code, no key. */
      readonly reason: string;
      readonly retryAfterSeconds?: number;
      /** HTTP status; absent where no answer came. */
      readonly status?: number;
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
}

/** Carries mails to their recipients. */
export interface MailProvider {
  readonly name: string;
  /** `send` answers within this time, in seconds. */
  readonly sendTimeoutSeconds: number;
  /** Hands one mail over. A fault of the provider or of the network is a refusal, never an exception. */
  send(mail: OutgoingMail): Promise<ProviderAnswer>;
}

/** A text message as it goes to the provider. */
export interface OutgoingText {
  /** E.164. */
  readonly phone: string;
  readonly text: string;
}

/** Carries text messages (SMS) to their recipients. */
export interface TextProvider {
  readonly name: string;
  /** `send` answers within this time, in seconds. */
  readonly sendTimeoutSeconds: number;
  /** Hands one text message over. A fault of the provider or of the network is a refusal, never an exception. */
  send(text: OutgoingText): Promise<ProviderAnswer>;
}
