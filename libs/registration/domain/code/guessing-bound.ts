import type { CodePolicy, MessageLimits } from '../policy.js';

/**
 * The most that anybody who cannot read the mailbox achieves by guessing activation codes of one address: the union
 * bound over every comparison that the budgets allow, with the short codes' tries and the long codes' messages of
 * one window of the policy (a day).
 */
export function guessingBound(policy: CodePolicy, messages: MessageLimits): number {
  const short = policy.digits < policy.longDigits ? policy.sharedTries * 10 ** -policy.digits : 0;
  const longDigits = Math.max(policy.digits, policy.longDigits);
  const long = messages.perDay * policy.triesPerCode * 10 ** -longDigits;
  return short + long;
}
