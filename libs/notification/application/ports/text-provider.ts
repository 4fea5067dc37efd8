import type { ProviderAnswer } from './provider-answer.js';

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
