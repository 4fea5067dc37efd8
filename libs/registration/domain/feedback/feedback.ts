import { isVisible, type NewEvent, trimBlanks, withoutBidiControls } from '@gatehouse/kernel';
import type { FeedbackGiven } from '../../contract/events.js';

/** How long after its activation an account may give feedback. */
export const FEEDBACK_SECONDS = 3_600;

/** What one person answered to the question how easy it was. */
export interface Feedback {
  readonly id: string;
  readonly userId: string;
  /** 1 (very hard) to 5 (very easy). */
  readonly ease: number;
  readonly text: string | null;
}

const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]+/gu;

/** One line of plain text, composed (NFC), without what would change the line that it is shown in; null if nothing is visible. */
export function feedbackText(typed: string | null | undefined): string | null {
  if (typed === null || typed === undefined) return null;
  const line = trimBlanks(withoutBidiControls(typed.replace(UNPRINTABLE, ' ').normalize('NFC')));
  return isVisible(line) ? line : null;
}

export const feedbackGiven = (id: string, { userId, ease, text }: Feedback): NewEvent<FeedbackGiven> => ({
  id,
  subject: userId,
  type: 'feedback.given.v1',
  data: { userId, ease, text },
});
