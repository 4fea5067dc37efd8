import type { NewEvent, UnfinishedEvent } from '@gatehouse/kernel';
import type {
  RegistrationSuperseded,
  UserActivated,
  UserEmailVerified,
  UserPhoneVerified,
} from '../../contract/events.js';
import type { CodePurpose } from '../code/purposes.js';
import type { PendingCandidate } from './user.js';

/** What a registration has to prove before it is an account: its mailbox and, where the application asks for one, its phone. */
export type RegistrationProof = 'email' | 'phone';

/** The purpose of the codes that prove the one or the other. */
export const PURPOSE_OF_PROOF = { email: 'activation', phone: 'phone' } as const satisfies Record<
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
 * Null where the code is right and of no use: an address that has an owner gets the answers that a free one gives, and
 * its registrations never the account.
 * @param mine registrations of the address whose password was right, newest first
 * @param own the code's, one of them
 * @param isOwned the address has an owner
 */
export function proveRegistrations(
  mine: readonly PendingCandidate[],
  own: PendingCandidate,
  proof: RegistrationProof,
  isOwned: boolean,
): ProvenRegistrations | null {
  const proven = provenBy(mine, own, proof);
  const isBarred = isOwned && proof === 'email';
  const isComplete = proven.missing.length === 0;
  return isBarred || (isComplete && (isOwned || proven.activates === null)) ? null : proven;
}

function provenBy(
  mine: readonly PendingCandidate[],
  own: PendingCandidate,
  proof: RegistrationProof,
): ProvenRegistrations {
  const isOwn = ({ id }: PendingCandidate) => id === own.id;
  const counts = (each: PendingCandidate) =>
    isOwn(each) || (proof === 'email' ? each.state === 'pending' : each.phone === own.phone);
  const proven = mine.filter(counts);
  const after = proven.map((each) => ({
    ...each,
    emailVerified: each.emailVerified || proof === 'email',
    phoneVerified: each.phoneVerified || proof === 'phone',
  }));
  const complete = after.filter((each) => each.state === 'pending' && missingProofs(each).length === 0);
  const activated = complete.find(isOwn) ?? complete[0];
  if (activated)
    return { proven: proven.filter(({ id }) => id === activated.id), activates: activated.id, missing: [] };
  return { proven, activates: null, missing: after.filter(isOwn).flatMap(missingProofs) };
}

/** Why none of a person's registrations has any use for such a proof; null where one has. */
export function pointlessProof(mine: readonly PendingCandidate[], proof: RegistrationProof) {
  if (proof === 'email') {
    const waiting = mine.filter(({ state }) => state === 'pending');
    return waiting.length > 0 && waiting.every(({ emailVerified }) => emailVerified) ? 'email-already-verified' : null;
  }
  const asked = mine.filter(({ phoneRequired }) => phoneRequired);
  if (asked.length === 0) return 'phone-not-required';
  return asked.every(({ phoneVerified }) => phoneVerified) ? 'phone-already-verified' : null;
}

/** What happens when registrations are proven. */
export interface RegistrationProven {
  readonly verified: readonly NewEvent<UserEmailVerified | UserPhoneVerified>[];
  readonly activated: NewEvent<UnfinishedEvent<UserActivated, 'email' | 'locale'>> | null;
  /** Of each other registration of the address that the statement finds pending. */
  readonly superseded: UnfinishedEvent<RegistrationSuperseded, 'userId'> | null;
}

/**
 * The facts of a proof. A mailbox that is proven last has no event of its own, because an account always has one; nor has
 * anything of a registration that another one has overtaken.
 */
export function registrationProven(
  { proven, activates }: Pick<ProvenRegistrations, 'proven' | 'activates'>,
  proof: RegistrationProof,
  nextId: () => string,
): RegistrationProven {
  const reported = proven.filter(({ id, state }) => (id === activates ? proof === 'phone' : state === 'pending'));
  return {
    verified: reported.map(({ id: userId }) => {
      const event = { id: nextId(), subject: userId, data: { userId } };
      return proof === 'email'
        ? { ...event, type: 'user.email-verified.v1' }
        : { ...event, type: 'user.phone-verified.v1' };
    }),
    activated: activates === null ? null : activated(nextId(), activates),
    superseded: activates === null ? null : supersededBy(activates),
  };
}

const activated = (id: string, userId: string): NonNullable<RegistrationProven['activated']> => ({
  id,
  subject: userId,
  type: 'user.activated.v1',
  data: { userId },
  awaits: ['email', 'locale'],
});

/** Another registration of the address has become the account. */
export const supersededBy = (userId: string): NonNullable<RegistrationProven['superseded']> => ({
  type: 'registration.superseded.v1',
  data: { supersededBy: userId },
  awaits: ['userId'],
});
