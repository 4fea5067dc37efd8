import type { NewEvent, UnfinishedEvent } from '@gatehouse/kernel';
import type { ActivationCodeIssued, PasswordResetRequested } from '../../contract/events.js';
import type { CodePolicy } from '../policy.js';
import { type CodePurpose, type PurposeWith, purposes } from './purposes.js';

/**
 * A number that proves a mailbox or a phone, for one purpose. Its digits are derived from its id by a key outside the
 * database, so no field here can leak them.
 */
export interface Code {
  readonly id: string;
  readonly purpose: CodePurpose;
  /** Null for a code of an address without an account, or whose owner was not looked up yet. */
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

/** Whether the code has expired permanently. One that was never accepted may become valid again when its message is retried. */
export const isOver = (code: Code, now: Date): boolean =>
  code.acceptedAt !== null && code.expiresAt !== null && now >= code.expiresAt;

/** How many digits the next code of an address gets, given its wrong tries within the policy's window. */
export const digitsOfNextCode = (policy: CodePolicy, wrongTries: number): number =>
  wrongTries >= policy.sharedTries ? Math.max(policy.digits, policy.longDigits) : policy.digits;

/** Whether a code draws on the tries that all short codes of an address share. */
export const sharesTries = (code: Pick<Code, 'digits'>, policy: CodePolicy): boolean => code.digits < policy.longDigits;

/** The id that a code is derived from, by which key, and the id of its event. */
interface Born {
  readonly id: string;
  readonly keyId: string;
  readonly eventId: string;
}

/** A code as it is born: its digits exist only as a function of its id and a key. */
export interface IssuedCode extends Pick<Code, 'id' | 'purpose' | 'userId' | 'keyId' | 'digits' | 'maxAttempts'> {
  readonly channel: 'mail' | 'sms';
  /** What it proves: E.164, or a canonical address; null where the registration says it. */
  readonly target: string | null;
  /** The address as it is shown. */
  readonly targetDeliverable: string | null;
  readonly lifeSeconds: number;
  /** Where the page behind its link leads after success; null: as the user's code before, or nowhere. */
  readonly redirect: string | null;
}

/** What a code is to prove once it is typed in: a phone in E.164, or an address in canonical form and as it is shown. */
export interface Target {
  readonly canonical: string;
  readonly shown?: string;
  /** Of a phone: ISO 3166 alpha-2. */
  readonly country?: string | null;
}

interface Redirecting {
  readonly redirect?: string | null;
}

/** A code is to be sent. When it may be is settled together with the recipient's other messages, as it is written. */
export type CodeEvent = NewEvent<UnfinishedEvent<ActivationCodeIssued | PasswordResetRequested, 'sendAfter'>>;

export interface NewlyIssued {
  readonly code: IssuedCode;
  readonly event: CodeEvent;
}

/** Issues a user's next code of one purpose; wrong tries within the policy's window make it longer. */
export function issueCode(
  born: Born,
  userId: string,
  {
    purpose,
    target,
    redirect = null,
  }: Redirecting & {
    readonly purpose: PurposeWith<{ holder: 'user' }>;
    readonly target: Target | null;
  },
  policy: CodePolicy,
  wrongTries: number,
): NewlyIssued {
  const { id: codeId, eventId } = born;
  const { channel } = purposes[purpose];
  const data = { codeId, userId, purpose, channel, ...(channel === 'sms' && { country: target?.country ?? null }) };
  return {
    code: codeOf(born, { purpose, userId, target, redirect }, policy, wrongTries),
    event: { id: eventId, subject: userId, type: 'activation-code.issued.v1', data, awaits: ['sendAfter'] },
  };
}

/**
 * Issues an address' next code. Whether the address has an owner is not asked: that is settled when the code is sent, so
 * that asking costs the same and leaves the same behind for every address (ADR-0028). The mail goes to the address as its
 * owner has typed it, not as somebody types it now.
 */
export function issueAddressCode(
  born: Born,
  purpose: PurposeWith<{ holder: 'address' }>,
  canonical: string,
  policy: CodePolicy,
  wrongTries: number,
  redirect: string | null = null,
): NewlyIssued {
  const { id: codeId, eventId } = born;
  const event = { id: eventId, subject: codeId, type: 'password-reset.requested.v1', data: { codeId } } as const;
  return {
    code: codeOf(born, { purpose, userId: null, target: { canonical }, redirect }, policy, wrongTries),
    event: { ...event, awaits: ['sendAfter'] },
  };
}

const codeOf = (
  { id, keyId }: Born,
  {
    purpose,
    userId,
    target,
    redirect,
  }: Required<Redirecting> & {
    readonly purpose: CodePurpose;
    readonly userId: string | null;
    readonly target: Target | null;
  },
  policy: CodePolicy,
  wrongTries: number,
): IssuedCode => ({
  id,
  keyId,
  userId,
  purpose,
  channel: purposes[purpose].channel,
  target: target?.canonical ?? null,
  targetDeliverable: target?.shown ?? null,
  digits: digitsOfNextCode(policy, wrongTries),
  lifeSeconds: policy.lifeSeconds,
  maxAttempts: policy.triesPerCode,
  redirect,
});
