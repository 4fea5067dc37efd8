import type { ActivationCode } from '../activation-code/activation-code.js';
import { digitsOfNextCode } from '../activation-code/activation-code.js';
import type { EmailAddress } from '../email-address.js';
import type { CodePolicy } from '../policy.js';
import type { PersonalDetails } from './personal-details.js';

/** A registration that nobody has proven yet: it does not own its address, and several may exist for one. */
export interface PendingUser {
  readonly state: 'pending';
  readonly id: string;
  readonly application: string;
  readonly email: EmailAddress;
  readonly passwordHash: string;
  readonly details: PersonalDetails;
}

/** A pending registration as it is read back for a decision. */
export interface PendingCandidate {
  readonly id: string;
  readonly version: number;
  readonly passwordHash: string;
}

/** The account that owns an address. */
export interface AddressOwner {
  readonly id: string;
  readonly state: 'active' | 'suspended';
  readonly passwordHash: string;
  readonly credentialsVersion: number;
}

/** A code as it is born: its digits exist only as a function of its id and a key. */
export interface IssuedCode extends Pick<ActivationCode, 'id' | 'userId' | 'keyId' | 'digits' | 'maxAttempts'> {
  readonly purpose: 'activation';
  readonly lifeSeconds: number;
}

/** Issues a user's next activation code; wrong tries at the address within the policy's window make it longer. */
export const issueActivationCode = (
  code: { readonly id: string; readonly keyId: string },
  userId: string,
  policy: CodePolicy,
  wrongTries: number,
) => ({
  code: {
    ...code,
    userId,
    purpose: 'activation',
    digits: digitsOfNextCode(policy, wrongTries),
    lifeSeconds: policy.lifeSeconds,
    maxAttempts: policy.triesPerCode,
  } satisfies IssuedCode,
  // When it may be sent is settled together with the recipient's other messages, as it is written.
  event: {
    type: 'activation-code.issued.v1',
    data: { codeId: code.id, userId, purpose: 'activation', channel: 'mail' },
  } as const,
});

/** A person asks for an account: a pending user and the fact of it. */
export const registerUser = (user: Omit<PendingUser, 'state'>) => ({
  user: { ...user, state: 'pending' } satisfies PendingUser,
  event: {
    type: 'user.registered.v1',
    data: { userId: user.id, email: user.email.deliverable, locale: user.details.locale },
  } as const,
});
