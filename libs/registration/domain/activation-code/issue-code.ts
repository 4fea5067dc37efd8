import type { EmailAddress } from '../email-address.js';
import type { CodePolicy, CodePurpose } from '../policy.js';
import { type ActivationCode, digitsOfNextCode } from './activation-code.js';

/** What a code is to prove once it is typed in. */
export type Proof =
  /** The address of the registration itself. */
  | { readonly purpose: 'activation' }
  /** E.164. */
  | { readonly purpose: 'phone'; readonly phone: string }
  /** The new address. */
  | { readonly purpose: 'email-change'; readonly email: EmailAddress };

/** A code as it is born: its digits exist only as a function of its id and a key. */
export interface IssuedCode extends Pick<ActivationCode, 'id' | 'userId' | 'keyId' | 'digits' | 'maxAttempts'> {
  readonly purpose: CodePurpose;
  readonly channel: 'mail' | 'sms';
  /** What it proves: E.164, or a canonical address; null where the registration says it. */
  readonly target: string | null;
  /** The address as it is shown. */
  readonly targetDeliverable: string | null;
  readonly lifeSeconds: number;
}

/** Issues a user's next code of one purpose; wrong tries within the policy's window make it longer. */
export const issueCode = (
  code: { readonly id: string; readonly keyId: string },
  userId: string,
  proof: Proof,
  policy: CodePolicy,
  wrongTries: number,
) => {
  const { purpose } = proof;
  const channel = purpose === 'phone' ? 'sms' : 'mail';
  return {
    code: {
      ...code,
      userId,
      purpose,
      channel,
      ...targetOf(proof),
      digits: digitsOfNextCode(policy, wrongTries),
      lifeSeconds: policy.lifeSeconds,
      maxAttempts: policy.triesPerCode,
    } satisfies IssuedCode,
    // When it may be sent is settled together with the recipient's other messages, as it is written.
    event: { type: 'activation-code.issued.v1', data: { codeId: code.id, userId, purpose, channel } } as const,
  };
};

/**
 * Issues an address' next reset code. Whether the address has an owner is not asked: that is settled when the code is
 * sent, so that asking costs the same and leaves the same behind for every address (ADR-0028).
 */
export const issueReset = (
  code: { readonly id: string; readonly keyId: string },
  email: EmailAddress,
  policy: CodePolicy,
  wrongTries: number,
) => ({
  code: {
    ...code,
    userId: null,
    purpose: 'password-reset',
    channel: 'mail',
    target: email.canonical,
    // The mail goes to the address as its owner has typed it, not as somebody types it now.
    targetDeliverable: null,
    digits: digitsOfNextCode(policy, wrongTries),
    lifeSeconds: policy.lifeSeconds,
    maxAttempts: policy.triesPerCode,
  } satisfies IssuedCode,
  event: { type: 'password-reset.requested.v1', data: { codeId: code.id } } as const,
});

function targetOf(proof: Proof): Pick<IssuedCode, 'target' | 'targetDeliverable'> {
  switch (proof.purpose) {
    case 'activation':
      return { target: null, targetDeliverable: null };
    case 'phone':
      return { target: proof.phone, targetDeliverable: null };
    default:
      return { target: proof.email.canonical, targetDeliverable: proof.email.shown };
  }
}
