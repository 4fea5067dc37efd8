import { inAsciiDigits } from '@gatehouse/kernel';
import type { CodePolicy, MessageLimits } from '../policy.js';
import { type Code, isLive, isOver, sharesTries } from './code.js';

/** What one try at a code comes to. `charge` lists the codes that it was compared with and that must count it. */
export type Verdict<C extends Code = Code> =
  | { readonly kind: 'right'; readonly code: C; readonly charge: readonly C[] }
  | { readonly kind: 'late'; readonly charge: readonly C[] }
  | { readonly kind: 'wrong'; readonly charge: readonly C[] }
  | { readonly kind: 'exhausted' };

/**
 * Judges typed digits against the codes that they may be. Every comparison with a code that is or may become valid is
 * charged, newest code first, as far as the budgets go: the bound on guessing holds exactly, however many codes are live
 * at once. Codes that are over cannot come back, so they are free.
 * @param typed digits of any script, which white space, dashes and invisible marks may set apart
 * @param codes newest first, neither consumed nor void
 * @param sharedTriesUsed tries at short codes of this address or phone within the policy's window
 */
export function judgeCode<C extends Code>(
  typed: string,
  codes: readonly C[],
  sharedTriesUsed: number,
  policy: CodePolicy,
  digitsOf: (code: C) => string,
  now: Date,
): Verdict<C> {
  const digits = digitsIn(typed);
  const over = codes.filter((code) => isOver(code, now));
  const open = codes.filter((code) => code.dispatchedAt !== null && !isOver(code, now));
  const charge = affordable(open, policy.sharedTries - sharedTriesUsed, policy);

  const match = charge.find((code) => digitsOf(code) === digits);
  if (match) return isLive(match, now) ? { kind: 'right', code: match, charge } : { kind: 'late', charge };
  if (over.some((code) => digitsOf(code) === digits)) return { kind: 'late', charge };
  if (charge.length === 0 && open.length > 0) return { kind: 'exhausted' };
  return { kind: 'wrong', charge };
}

const digitsIn = (typed: string): string => inAsciiDigits(typed.replace(/[\s\p{Pd}\p{DI}]/gu, ''));

function affordable<C extends Code>(open: readonly C[], sharedTriesLeft: number, policy: CodePolicy): C[] {
  let left = sharedTriesLeft;
  return open.filter((code) => {
    if (code.attempts >= code.maxAttempts) return false;
    return sharesTries(code, policy) ? left-- > 0 : true;
  });
}

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
