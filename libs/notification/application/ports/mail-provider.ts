import type { ProviderAnswer } from './provider-answer.js';

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
