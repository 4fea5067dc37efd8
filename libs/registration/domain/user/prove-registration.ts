import type { CodePurpose } from '../code/purposes.js';
import type { PendingCandidate } from './user.js';

/** What a registration has to prove before it is an account: its mailbox and, where the application asks for one, its phone. */
export type RegistrationProof = 'email' | 'phone';

/** The purpose of the codes that prove the one or the other. */
export const PURPOSES = { email: 'activation', phone: 'phone' } as const satisfies Record<
  RegistrationProof,
  CodePurpose
>;

export const missingProofs = ({
  emailVerified,
  phoneRequired,
  phoneVerified,
}: Pick<PendingCandidate, 'emailVerified' | 'phoneRequired' | 'phoneVerified'>): RegistrationProof[] => [
  ...(emailVerified ? [] : (['email'] as const)),
  ...(phoneRequired && !phoneVerified ? (['phone'] as const) : []),
];

export interface ProvenRegistrations {
  /** Whose rows the proof is written to. */
  readonly proven: readonly PendingCandidate[];
  /** The one that becomes the account. */
  readonly activates: string | null;
  /** What the code's own registration still lacks. */
  readonly missing: readonly RegistrationProof[];
}

/**
 * What a right code proves. Registrations of one address and one password are one person's, who may have signed up
 * twice and hold the code of one's mail and that of the other's SMS: a mailbox counts for all of them, a phone for
 * those that name it. The first that lacks nothing becomes the account, the code's own before the others.
 * @param mine registrations of the address whose password was right, newest first
 * @param own the code's
 */
export function proveRegistrations(
  mine: readonly PendingCandidate[],
  own: PendingCandidate,
  proof: RegistrationProof,
): ProvenRegistrations {
  const counts = (each: PendingCandidate) =>
    each.id === own.id || (proof === 'email' ? each.state === 'pending' : each.phone === own.phone);
  const proven = mine.filter(counts);
  const after = proven.map((each) => ({
    ...each,
    emailVerified: each.emailVerified || proof === 'email',
    phoneVerified: each.phoneVerified || proof === 'phone',
  }));
  const ownFirst = [...after].sort((a, b) => Number(b.id === own.id) - Number(a.id === own.id));
  const complete = ownFirst.find((each) => each.state === 'pending' && missingProofs(each).length === 0);
  if (complete) return { proven: proven.filter(({ id }) => id === complete.id), activates: complete.id, missing: [] };
  return { proven, activates: null, missing: ownFirst[0] ? missingProofs(ownFirst[0]) : [] };
}
