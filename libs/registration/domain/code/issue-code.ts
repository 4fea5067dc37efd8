import type { NewEvent, UnfinishedEvent } from '@gatehouse/kernel';
import type { ActivationCodeIssued, PasswordResetRequested } from '../../contract/events.js';
import type { CodePolicy } from '../policy.js';
import { type Code, digitsOfNextCode } from './code.js';
import { type CodePurpose, type PurposeWith, purposes } from './purposes.js';

/** The id that a code is derived from, by which key, and the id of the event that tells of it. */
export interface Born {
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
}

/** What a code is to prove once it is typed in: a phone in E.164, or an address in canonical form and as it is shown. */
export interface Target {
  readonly canonical: string;
  readonly shown?: string;
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
  { purpose, target }: { readonly purpose: PurposeWith<{ holder: 'user' }>; readonly target: Target | null },
  policy: CodePolicy,
  wrongTries: number,
): NewlyIssued {
  const { id: codeId, eventId } = born;
  const data = { codeId, userId, purpose, channel: purposes[purpose].channel };
  return {
    code: codeOf(born, { purpose, userId, target }, policy, wrongTries),
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
): NewlyIssued {
  const { id: codeId, eventId } = born;
  const event = { id: eventId, subject: codeId, type: 'password-reset.requested.v1', data: { codeId } } as const;
  return {
    code: codeOf(born, { purpose, userId: null, target: { canonical } }, policy, wrongTries),
    event: { ...event, awaits: ['sendAfter'] },
  };
}

const codeOf = (
  { id, keyId }: Born,
  {
    purpose,
    userId,
    target,
  }: { readonly purpose: CodePurpose; readonly userId: string | null; readonly target: Target | null },
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
});
