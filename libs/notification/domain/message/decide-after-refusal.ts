import { backOff } from '@gatehouse/kernel';
import type { BounceReason } from '../../contract/events.js';
import { type DeliveryPolicy, defaultDeliveryPolicy, type FailureReason } from './delivery.js';

export interface Refusal {
  readonly retryable: boolean;
  /** What the provider asked for, from now on. */
  readonly retryAfterSeconds?: number;
  /** The recipient is why. */
  readonly bounce?: BounceReason;
  /** Nobody knows whether it was taken. */
  readonly mayBeTaken?: true;
}

export interface Circumstances {
  /** Attempts begun so far, the refused one included: 1 after the first. */
  readonly attempts: number;
  readonly now: Date;
  readonly deadline: Date;
  /** In [0, 1): spreads the messages that were refused together. */
  readonly random: number;
}

/** Attempts that come as fast as any, whatever came of them. */
const FREE_ATTEMPTS = 8;

export type Decision =
  | { readonly kind: 'retry'; readonly at: Date }
  | { readonly kind: 'dead'; readonly reason: Extract<FailureReason, 'bounced' | 'refused' | 'deadline-passed'> };

/**
 * What becomes of a message that the provider refused.
 *
 * Waits by `backOff`, never past the deadline: near it, the wait shrinks with the time that is left, so that a provider
 * which recovers at the last moment still gets the message. With less than the first wait left, the message is dead.
 *
 * Where nobody knows whether it was taken, each attempt may be one more copy in somebody's mailbox: after the first eight,
 * which bring it soon after a short outage, the waits are a quarter of all the time, and do not shrink.
 *
 * A Retry-After that reaches the deadline makes the message dead at once: trying earlier is what the provider asked us not
 * to do, and the person may ask for another code as soon as this one is known to have failed.
 */
export function decideAfterRefusal(
  refusal: Refusal,
  { attempts, now, deadline, random }: Circumstances,
  policy: DeliveryPolicy = defaultDeliveryPolicy,
): Decision {
  if (!refusal.retryable) return { kind: 'dead', reason: refusal.bounce === undefined ? 'refused' : 'bounced' };
  const left = (deadline.getTime() - now.getTime()) / 1000;
  const asked = refusal.retryAfterSeconds ?? 0;
  if (left < policy.firstRetrySeconds || asked >= left) return { kind: 'dead', reason: 'deadline-passed' };

  const isScarce = refusal.mayBeTaken === true && attempts >= FREE_ATTEMPTS;
  const longest = isScarce ? policy.deadlineSeconds / 4 : Math.min(policy.longestRetrySeconds, left);
  const wait = backOff({ first: policy.firstRetrySeconds, growth: 2, longest }, attempts, random, asked);
  const lastInstant = deadline.getTime() - 1;
  return { kind: 'retry', at: new Date(Math.min(now.getTime() + Math.ceil(wait * 1000), lastInstant)) };
}
