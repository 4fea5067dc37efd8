import type { MessageLimits } from '../../domain/policy.js';
import type { MessageHistory } from '../ports/registrations.js';
import { type Asking, latestRetry } from './latest-retry.js';

/** The same for a message that a person asks for: it is refused within the gap, not put off. */
export function retryOnRequest(history: MessageHistory, limits: MessageLimits, asking: Asking = {}): number {
  const gapEnds = (history.messages.at(-1)?.getTime() ?? 0) + limits.gapSeconds * 1000;
  const gapLeft = Math.ceil((gapEnds - history.now.getTime()) / 1000);
  return Math.max(latestRetry(history, limits, asking), gapLeft);
}
