import { registrationEvents } from '../../../libs/registration/contract/event-contracts.js';
import { EmailAddress } from '../../../libs/registration/domain/email-address.js';
import { feedbackGiven } from '../../../libs/registration/domain/feedback/feedback.js';
import * as account from '../../../libs/registration/domain/user/account-events.js';
import { importEvents } from '../../../libs/registration/domain/user/import-user.js';
import { changeProfile } from '../../../libs/registration/domain/user/personal-details.js';
import { registrationProven, supersededBy } from '../../../libs/registration/domain/user/prove-registration.js';
import { acceptTerms } from '../../../libs/registration/domain/user/terms.js';
import { registerUser, vouchForUser } from '../../../libs/registration/domain/user/user.js';
import { contractFaults, type MadeEvent } from '../../support/contract-faults.js';

const EVENT = '0197a000-0000-7000-8000-000000000001';
const ADA = '0197a000-0000-7000-8000-000000000002';
const OTHER = '0197a000-0000-7000-8000-000000000003';
const email = 'ada@example.org';

const parsed = EmailAddress.parse(email);
if (!parsed.ok) throw new Error('An address is an address');
const details = { name: 'Ada', surname: null, phone: null, hobbies: [], birthDate: null, locale: 'fr' };
const person = { id: ADA, application: 'shop', email: parsed.value, passwordHash: 'hash', details };
const candidate = {
  id: ADA,
  state: 'pending',
  version: 1,
  passwordHash: 'hash',
  emailVerified: false,
  phone: null,
  phoneRequired: true,
  phoneVerified: false,
} as const;
const proofOf = (proof: 'email' | 'phone', activates: string | null) =>
  registrationProven({ proven: [candidate], activates }, proof, () => EVENT);
const changed = changeProfile(EVENT, person, { name: 'Augusta' });

const EVENTS: readonly (MadeEvent | null | undefined)[] = [
  registerUser(person, EVENT).event,
  ...vouchForUser(ADA, parsed.value, { registered: EVENT, activated: OTHER }),
  acceptTerms(EVENT, ADA, '2026-11'),
  importEvents.imported,
  importEvents.superseded,
  ...proofOf('email', null).verified,
  ...proofOf('phone', null).verified,
  proofOf('email', ADA).activated,
  supersededBy(OTHER),
  changed?.event,
  account.passwordChanged(EVENT, ADA, OTHER),
  account.passwordReset(EVENT, ADA, 2),
  account.phoneVerified(EVENT, ADA),
  account.emailChangeRequested(EVENT, ADA),
  account.emailChanged(EVENT, ADA, email),
  account.emailChangeUndone(EVENT, { userId: ADA, email, credentialsVersion: 3 }),
  account.userSuspended(EVENT, ADA, 'spam'),
  account.userResumed(EVENT, ADA),
  account.userErased,
  account.registrationExpired,
  account.authenticationFailed(EVENT, ADA, '192.0.2.1', 'password-wrong'),
  account.authenticationFailed(EVENT, null, null, 'code-wrong'),
  account.issueNotice({ id: OTHER, eventId: EVENT }, ADA, 'email-changed').event,
  feedbackGiven(EVENT, { id: OTHER, userId: ADA, ease: 5, text: null }),
];

/** What only the statements that write events know. */
const FOUND = { userId: ADA, credentialsVersion: 2, state: 'active', email, locale: 'fr', supersededBy: OTHER };

it.each(EVENTS.flatMap((event) => (event ? [[event.type, event] as const] : [])))(
  'an event says what is published of it: %s',
  (_type, event) => {
    expect(contractFaults(registrationEvents, event, FOUND)).toEqual([]);
  },
);

it('every event that is published is made by the domain: those of codes aside, which other tests check', () => {
  const ofCodes = ['activation-code.issued.v1', 'password-reset.requested.v1'];
  const made = new Set(EVENTS.map((event) => event?.type));
  expect(Object.keys(registrationEvents).filter((type) => !made.has(type) && !ofCodes.includes(type))).toEqual([]);
});
