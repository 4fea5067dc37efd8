import type { ToldOutcome } from '../../domain/message/outcome.js';

/** The provider that reports. */
export interface Teller {
  readonly channel: 'mail' | 'sms';
  /** As the settings name it. */
  readonly provider: string;
}

/** A reported outcome, with the message that it is about. */
export interface FoundOutcome extends Pick<ToldOutcome, 'outcome' | 'reason'> {
  readonly application: string;
  readonly codeId: string | null;
}

/** What providers report about messages that they accepted. */
export interface Outcomes {
  /**
   * Records what is new about this provider's messages, with events, and suppresses recipients. One atomic write.
   * @returns every outcome of such a message, new or not
   */
  record(teller: Teller, told: readonly ToldOutcome[]): Promise<readonly FoundOutcome[]>;
}
