import type { MessageLimits } from '../../domain/policy.js';
import type { MessageHistory } from '../ports/registrations.js';
import { type Asking, latestRetry } from './latest-retry.js';

export interface RequestAsking extends Asking {
  /** What the gap is counted from: the recipient's latest message by default. */
  readonly gapAfter?: Date | null;
}

/** The same for a message that a person asks for: it is refused within the gap, not put off. */
export function retryOnRequest(
  history: MessageHistory,
  limits: MessageLimits,
  { gapAfter = history.messages.at(-1) ?? null, ...asking }: RequestAsking = {},
): number {
  const gapEnds = (gapAfter?.getTime() ?? 0) + limits.gapSeconds * 1000;
  const gapLeft = Math.ceil((gapEnds - history.now.getTime()) / 1000);
  return Math.max(latestRetry(history, limits, asking), gapLeft);
}
