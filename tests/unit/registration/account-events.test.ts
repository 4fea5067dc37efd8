import { EmailAddress } from '../../../libs/registration/domain/email-address.js';
import {
  authenticationFailed,
  emailChanged,
  emailChangeRequested,
  emailChangeUndone,
  type FailureReason,
  issueNotice,
  passwordChanged,
  passwordReset,
  phoneVerified,
  registrationExpired,
  UNDO_SECONDS,
  userErased,
  userResumed,
  userSuspended,
} from '../../../libs/registration/domain/user/account-events.js';
import { importEvents } from '../../../libs/registration/domain/user/import-user.js';
import { registerUser, vouchForUser } from '../../../libs/registration/domain/user/user.js';

const EVENT = '0197a000-0000-7000-8000-000000000001';
const ADA = '0197a000-0000-7000-8000-000000000002';
const SESSION = '0197a000-0000-7000-8000-000000000003';
const NOTICE = '0197a000-0000-7000-8000-000000000004';
const CHANGE = '0197a000-0000-7000-8000-000000000005';
const email = 'Ada@example.org';

const address = (): EmailAddress => {
  const parsed = EmailAddress.parse(email);
  if (!parsed.ok) throw new Error('An address is an address');
  return parsed.value;
};
const details = { name: 'Ada', surname: null, phone: null, hobbies: [], birthDate: null, locale: 'fr' };

describe('an event of an account', () => {
  it.each<[string, object, object, object]>([
    [
      'user.password-changed.v1',
      passwordChanged(EVENT, ADA, SESSION),
      { keptSession: SESSION },
      { awaits: ['credentialsVersion'] },
    ],
    ['user.password-reset.v1', passwordReset(EVENT, ADA, 2), { credentialsVersion: 2, keptSession: null }, {}],
    ['user.phone-verified.v1', phoneVerified(EVENT, ADA), {}, {}],
    ['user.email-change-requested.v1', emailChangeRequested(EVENT, ADA), {}, {}],
    ['user.email-changed.v1', emailChanged(EVENT, ADA, email), { email }, {}],
    [
      'user.email-change-undone.v1',
      emailChangeUndone(EVENT, { userId: ADA, email, credentialsVersion: 3 }),
      { email, credentialsVersion: 3, keptSession: null },
      {},
    ],
    [
      'user.suspended.v1',
      userSuspended(EVENT, ADA, 'spam'),
      { reason: 'spam', keptSession: null },
      { awaits: ['credentialsVersion'] },
    ],
    ['user.resumed.v1', userResumed(EVENT, ADA), {}, {}],
  ])('is about its person: %s', (type, event, said, rest) => {
    expect(event).toEqual({ id: EVENT, subject: ADA, type, data: { userId: ADA, ...said }, ...rest });
  });

  it.each([
    ['user.erased.v1', userErased, ['userId']],
    ['registration.expired.v1', registrationExpired, ['userId']],
    ['user.imported.v1', importEvents.imported, ['userId', 'state', 'email', 'locale']],
    ['registration.superseded.v1', importEvents.superseded, ['userId', 'supersededBy']],
  ])('is completed by the statement that finds out whose it is: %s', (type, event, awaited) => {
    expect(event).toEqual({ type, data: {}, awaits: awaited });
  });

  it('never says which sessions go on where nobody proved the password: after a reset, an undone change, a suspension', () => {
    const undone = emailChangeUndone(EVENT, { userId: ADA, email, credentialsVersion: 3 });
    for (const event of [passwordReset(EVENT, ADA, 2), undone, userSuspended(EVENT, ADA, 'spam')])
      expect(event.data.keptSession).toBeNull();
  });
});

describe('a failed proof of who somebody is', () => {
  it.each<FailureReason>(['password-wrong', 'code-wrong', 'activation-required', 'account-suspended'])(
    'is told of the account: %s',
    (reason) => {
      const event = authenticationFailed(EVENT, ADA, '192.0.2.1', reason);
      expect(event).toMatchObject({ type: 'authentication.failed.v1', subject: ADA });
      expect(event.data).toEqual({ userId: ADA, network: '192.0.2.1', reason });
    },
  );

  it('names nobody where the address has no account: it is its own subject', () => {
    const event = authenticationFailed(EVENT, null, null, 'password-wrong');
    expect(event).toMatchObject({ id: EVENT, subject: EVENT, data: { userId: null, network: null } });
  });
});

describe('a notice to an account’s owner', () => {
  it('is ordered by an event that names it, and keeps the change that it is about to itself', () => {
    const { notice, event } = issueNotice({ id: NOTICE, eventId: EVENT }, ADA, 'email-changed', CHANGE);
    expect(notice).toEqual({ id: NOTICE, userId: ADA, kind: 'email-changed', changeId: CHANGE });
    expect(event).toMatchObject({ id: EVENT, subject: ADA, type: 'notice.issued.v1' });
    expect(event.data).toEqual({ noticeId: NOTICE, userId: ADA, kind: 'email-changed' });
  });

  it('is about no change of address by default', () => {
    expect(issueNotice({ id: NOTICE, eventId: EVENT }, ADA, 'password-changed').notice.changeId).toBeNull();
  });

  it('leaves the former mailbox three days to undo a change of address', () => {
    expect(UNDO_SECONDS).toBe(3 * 24 * 60 * 60);
  });
});

describe('a new account', () => {
  it('is pending, and told with the address as it was typed and the person’s language', () => {
    const asked = { id: ADA, application: 'shop', email: address(), passwordHash: 'hash', details };
    const { user, event } = registerUser(asked, EVENT);
    expect(user).toEqual({ ...asked, state: 'pending' });
    expect(event).toMatchObject({ id: EVENT, subject: ADA, type: 'user.registered.v1' });
    expect(event.data).toEqual({ userId: ADA, email, locale: 'fr' });
  });

  it('that somebody vouches for is registered and active at once', () => {
    const events = vouchForUser(ADA, address(), { registered: EVENT, activated: NOTICE });
    const data = { userId: ADA, email, locale: null };
    expect(events).toEqual([
      { id: EVENT, subject: ADA, type: 'user.registered.v1', data },
      { id: NOTICE, subject: ADA, type: 'user.activated.v1', data },
    ]);
  });
});
