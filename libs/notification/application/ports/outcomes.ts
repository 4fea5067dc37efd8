import type { ToldOutcome } from '../../domain/message/outcome.js';

/** Who tells. */
export interface Teller {
  readonly channel: 'mail' | 'sms';
  /** As the settings name it. */
  readonly provider: string;
}

/** One of the told outcomes, with what it is about. */
export interface FoundOutcome extends Pick<ToldOutcome, 'outcome' | 'reason'> {
  readonly application: string;
  readonly codeId: string | null;
}

/** What providers tell of messages that they have accepted. */
export interface Outcomes {
  /**
   * Records what is new of messages that this provider carries, tells it as events, and puts recipients on the list of
   * those that nothing is sent to. One atomic write.
   * @returns what is about such a message, whether it was new or not
   */
  record(teller: Teller, told: readonly ToldOutcome[]): Promise<readonly FoundOutcome[]>;
}
