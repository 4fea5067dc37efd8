import type { CodePolicy } from '../policy.js';
import { type Code, digitsOfNextCode } from './code.js';
import { type CodePurpose, type PurposeWith, purposes } from './purposes.js';

/** Which key a code is derived by, and the id that it is derived from. */
export interface Born {
  readonly id: string;
  readonly keyId: string;
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

/** Issues a user's next code of one purpose; wrong tries within the policy's window make it longer. */
export const issueCode = (
  born: Born,
  userId: string,
  { purpose, target }: { readonly purpose: PurposeWith<{ holder: 'user' }>; readonly target: Target | null },
  policy: CodePolicy,
  wrongTries: number,
) => {
  const { channel } = purposes[purpose];
  return {
    code: codeOf(born, { purpose, userId, target }, policy, wrongTries),
    // When it may be sent is settled together with the recipient's other messages, as it is written.
    event: { type: 'activation-code.issued.v1', data: { codeId: born.id, userId, purpose, channel } } as const,
  };
};

/**
 * Issues an address' next code. Whether the address has an owner is not asked: that is settled when the code is sent, so
 * that asking costs the same and leaves the same behind for every address (ADR-0028). The mail goes to the address as its
 * owner has typed it, not as somebody types it now.
 */
export const issueAddressCode = (
  born: Born,
  purpose: PurposeWith<{ holder: 'address' }>,
  canonical: string,
  policy: CodePolicy,
  wrongTries: number,
) => ({
  code: codeOf(born, { purpose, userId: null, target: { canonical } }, policy, wrongTries),
  event: { type: 'password-reset.requested.v1', data: { codeId: born.id } } as const,
});

const codeOf = (
  born: Born,
  {
    purpose,
    userId,
    target,
  }: { readonly purpose: CodePurpose; readonly userId: string | null; readonly target: Target | null },
  policy: CodePolicy,
  wrongTries: number,
): IssuedCode => ({
  ...born,
  userId,
  purpose,
  channel: purposes[purpose].channel,
  target: target?.canonical ?? null,
  targetDeliverable: target?.shown ?? null,
  digits: digitsOfNextCode(policy, wrongTries),
  lifeSeconds: policy.lifeSeconds,
  maxAttempts: policy.triesPerCode,
});
