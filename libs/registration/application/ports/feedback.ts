import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type { FeedbackGiven } from '../../contract/events.js';
import type { FeedbackEntry, FeedbackWeeks } from '../../contract/queries/feedback.js';
import type { Feedback } from '../../domain/feedback/feedback.js';

/** Keeps feedback. Every method is one atomic statement. */
export interface FeedbackBox {
  /**
   * Adds the feedback of an account that is active, was activated at most `withinSeconds` ago and has given none. False
   * otherwise: nothing is written.
   */
  add(
    feedback: Feedback,
    withinSeconds: number,
    event: NewEvent<FeedbackGiven>,
    context: CommandContext,
  ): Promise<boolean>;
}

/** What opens the question to a person who has just activated: derived from the account's id, and kept nowhere. */
export interface FeedbackTokens {
  of(userId: string): string;

  /** The account that a token was made for, or null if it is not one of ours. */
  userOf(token: string): string | null;
}

/** Feedback as those read it who look after an application. */
export interface FeedbackViews {
  /**
   * The latest first.
   * @param page.after id of the last entry of the page before
   */
  page(page: {
    readonly application: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<FeedbackEntry[]>;

  /** Of this week (UTC, from Monday) and those before it, `weeks` in all. */
  byWeek(wanted: { readonly application: string; readonly weeks: number }): Promise<FeedbackWeeks>;
}
