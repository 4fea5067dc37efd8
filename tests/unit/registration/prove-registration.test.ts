import {
  missingProofs,
  pointlessProof,
  proveRegistrations,
  type RegistrationProof,
  registrationProven,
} from '../../../libs/registration/domain/user/prove-registration.js';
import type { PendingCandidate } from '../../../libs/registration/domain/user/user.js';

const PHONE = '+33612345678';
const EVENT = '0197a000-0000-7000-8000-000000000001';
const ADA = '0197a000-0000-7000-8000-000000000002';

const registration = (id: string, more: Partial<PendingCandidate> = {}): PendingCandidate => ({
  id,
  state: 'pending',
  version: 1,
  passwordHash: 'hash',
  emailVerified: false,
  phone: PHONE,
  phoneRequired: true,
  phoneVerified: false,
  ...more,
});

/** The outcome in short. */
const prove = (proof: RegistrationProof, own: PendingCandidate, ...others: PendingCandidate[]) => {
  const proven = proveRegistrations([own, ...others], own, proof, false);
  return proven && { ...proven, proven: proven.proven.map(({ id }) => id) };
};

describe('a proof', () => {
  it('of the mailbox activates a registration that was asked for no more', () => {
    const own = registration('own', { phoneRequired: false });
    expect(prove('email', own)).toEqual({ proven: ['own'], activates: 'own', missing: [] });
  });

  it.each<[RegistrationProof, RegistrationProof]>([
    ['email', 'phone'],
    ['phone', 'email'],
  ])('of the %s alone leaves the %s missing where both are asked for', (proof, missing) => {
    expect(prove(proof, registration('own'))).toEqual({ proven: ['own'], activates: null, missing: [missing] });
  });

  it.each<[RegistrationProof, Partial<PendingCandidate>]>([
    ['email', { phoneVerified: true }],
    ['phone', { emailVerified: true }],
  ])('of the %s activates what had the other one already', (proof, had) => {
    expect(prove(proof, registration('own', had))).toEqual({ proven: ['own'], activates: 'own', missing: [] });
  });

  it('of the mailbox counts for every registration that the same person made', () => {
    expect(prove('email', registration('own'), registration('twin'))).toEqual({
      proven: ['own', 'twin'],
      activates: null,
      missing: ['phone'],
    });
  });

  it('of a phone counts for those that name it', () => {
    const other = registration('other', { phone: '+33687654321' });
    expect(prove('phone', registration('own'), registration('twin'), other)?.proven).toEqual(['own', 'twin']);
  });

  it('activates the twin that lacks nothing, when the code’s own registration still does', () => {
    const twin = registration('twin', { phone: '+33687654321', phoneVerified: true });
    expect(prove('email', registration('own'), twin)).toEqual({ proven: ['twin'], activates: 'twin', missing: [] });
  });

  it('activates the code’s own registration before all others that lack nothing', () => {
    const had = { phoneVerified: true };
    const own = registration('own', had);
    const others = [registration('newer', had), registration('older', had)];
    for (const twins of [
      [own, ...others],
      [others[0], own, others[1]],
      [...others, own],
    ])
      expect(proveRegistrations(twins as PendingCandidate[], own, 'email', false)?.activates).toBe('own');
  });

  it('activates the newest of several others that lack nothing', () => {
    const elsewhere = { phone: '+33687654321', phoneVerified: true };
    const twins = [registration('newer', elsewhere), registration('older', elsewhere)];
    expect(prove('email', registration('own'), ...twins)?.activates).toBe('newer');
  });

  it('is of no use to a registration whose address has an owner, unless something else is missing', () => {
    const lacksPhone = registration('own', { emailVerified: false });
    const lacksNothing = registration('own', { phoneRequired: false });
    expect(proveRegistrations([lacksPhone], lacksPhone, 'phone', true)).toMatchObject({ missing: ['email'] });
    expect(proveRegistrations([lacksPhone], lacksPhone, 'email', true)).toBeNull();
    expect(proveRegistrations([lacksNothing], lacksNothing, 'email', true)).toBeNull();
  });

  it('never activates what was superseded, complete as it may be', () => {
    const own = registration('own', { state: 'superseded', emailVerified: true });
    expect(prove('phone', own)).toBeNull();
  });

  it('of the mailbox is answered to what was superseded as if it waited, so that its end reveals nothing', () => {
    const own = registration('own', { state: 'superseded' });
    expect(prove('email', own)).toEqual({ proven: ['own'], activates: null, missing: ['phone'] });
  });

  it('of the mailbox is none for a twin that was superseded', () => {
    const twin = registration('twin', { state: 'superseded' });
    expect(prove('email', registration('own'), twin)?.proven).toEqual(['own']);
  });
});

describe('a proof that nobody needs any more', () => {
  const verified = { emailVerified: true, phoneVerified: true };

  it.each<[RegistrationProof, string]>([
    ['email', 'email-already-verified'],
    ['phone', 'phone-already-verified'],
  ])('of the %s is said to be one once every registration of the person has it', (proof, reason) => {
    expect(pointlessProof([registration('own', verified), registration('twin', verified)], proof)).toBe(reason);
    expect(pointlessProof([registration('own', verified), registration('twin')], proof)).toBeNull();
    expect(pointlessProof([registration('own'), registration('twin', verified)], proof)).toBeNull();
    expect(pointlessProof([registration('own')], proof)).toBeNull();
  });

  it('of the mailbox is told by registrations that wait alone: a superseded one answers as if it waited', () => {
    const superseded = { ...verified, state: 'superseded' } as const;
    expect(pointlessProof([registration('old', superseded)], 'email')).toBeNull();
    expect(pointlessProof([registration('old', { state: 'superseded' }), registration('own', verified)], 'email')).toBe(
      'email-already-verified',
    );
    expect(pointlessProof([registration('old', superseded), registration('own')], 'email')).toBeNull();
  });

  it('of a phone is told by registrations that were asked for one alone', () => {
    const unasked = { phoneRequired: false };
    expect(pointlessProof([], 'phone')).toBe('phone-not-required');
    expect(pointlessProof([registration('own', unasked), registration('twin', unasked)], 'phone')).toBe(
      'phone-not-required',
    );
    expect(pointlessProof([registration('own', unasked), registration('twin', verified)], 'phone')).toBe(
      'phone-already-verified',
    );
    expect(pointlessProof([registration('own', unasked), registration('twin')], 'phone')).toBeNull();
  });
});

describe('the events of a proof', () => {
  const told = (proof: RegistrationProof, activates: string | null, ...proven: PendingCandidate[]) => {
    const { verified, activated, superseded } = registrationProven({ proven, activates }, proof, () => 'event');
    return [...verified, activated, superseded].flatMap((event) => (event ? [[event.type, event.data]] : []));
  };
  const superseded = registration('other', { state: 'superseded' });

  it('is the proof itself, as long as something is missing, of every registration that waits', () => {
    expect(told('email', null, registration('own'), registration('twin'))).toEqual([
      ['user.email-verified.v1', { userId: 'own' }],
      ['user.email-verified.v1', { userId: 'twin' }],
    ]);
  });

  it('is the activation then, and of others of the address that they are superseded', () => {
    expect(told('email', 'own', registration('own'))).toEqual([
      ['user.activated.v1', { userId: 'own' }],
      ['registration.superseded.v1', { supersededBy: 'own' }],
    ]);
    expect(told('phone', 'own', registration('own'))).toEqual([
      ['user.phone-verified.v1', { userId: 'own' }],
      ['user.activated.v1', { userId: 'own' }],
      ['registration.superseded.v1', { supersededBy: 'own' }],
    ]);
  });

  it('is nothing of what was superseded', () => {
    expect(told('phone', null, superseded)).toEqual([]);
  });

  it('leaves to the statement what only it reads: the address, the language, and whom the account overtakes', () => {
    const proven = [registration(ADA)];
    const { verified, ...ends } = registrationProven({ proven, activates: ADA }, 'phone', () => EVENT);
    expect(ends.activated?.awaits).toEqual(['email', 'locale']);
    expect(ends.superseded?.awaits).toEqual(['userId']);
    for (const event of [...verified, ends.activated]) expect(event).toMatchObject({ id: EVENT, subject: ADA });
  });
});

it('a phone that was not asked for is never missing', () => {
  expect(missingProofs(registration('own', { phoneRequired: false }))).toEqual(['email']);
  expect(missingProofs(registration('own', { phoneRequired: false, emailVerified: true }))).toEqual([]);
  expect(missingProofs(registration('own'))).toEqual(['email', 'phone']);
});
