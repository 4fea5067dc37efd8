import type { CodePolicy } from '../policy.js';
import type { CodePurpose } from './purposes.js';

/**
 * A number that proves a mailbox or a phone, for one purpose. Its digits are derived from its id by a key outside the
 * database, so no field here can leak them.
 */
export interface Code {
  readonly id: string;
  readonly purpose: CodePurpose;
  /** Null for a code of an address that is nobody's, or whose owner was not looked up yet. */
  readonly userId: string | null;
  /** Which key of the ring derives its digits. */
  readonly keyId: string;
  readonly digits: number;
  readonly attempts: number;
  readonly maxAttempts: number;
  /** When it was last handed to the provider; null while it waits. */
  readonly dispatchedAt: Date | null;
  /** When the provider accepted the message: the life counts from here. */
  readonly acceptedAt: Date | null;
  /** End of its validity; before acceptance, the send timeout plus the life after dispatch. */
  readonly expiresAt: Date | null;
}

/** A code that is out, with what its use is judged by besides. */
export interface SentCode extends Code {
  /** What it proves; null for the address of its registration. */
  readonly target: string | null;
  readonly targetDeliverable: string | null;
  /** Tries at short codes to that phone or address within the policy's window. */
  readonly wrongTries: number;
}

/** Whether the code, typed now, would count. */
export const isLive = (code: Code, now: Date): boolean =>
  code.dispatchedAt !== null && code.expiresAt !== null && now < code.expiresAt;

/** Whether the code is over for good. One that was never accepted may come to life again when its message is retried. */
export const isOver = (code: Code, now: Date): boolean =>
  code.acceptedAt !== null && code.expiresAt !== null && now >= code.expiresAt;

/** How many digits the next code of an address gets, given its wrong tries within the policy's window. */
export const digitsOfNextCode = (policy: CodePolicy, wrongTries: number): number =>
  wrongTries >= policy.sharedTries ? Math.max(policy.digits, policy.longDigits) : policy.digits;

/** Whether a code draws on the tries that all short codes of an address share. */
export const sharesTries = (code: Pick<Code, 'digits'>, policy: CodePolicy): boolean => code.digits < policy.longDigits;
