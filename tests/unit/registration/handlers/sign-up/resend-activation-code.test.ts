import {
  ResendActivationCode,
  ResendActivationCodeTo,
  ResendPhoneActivationCode,
} from '@gatehouse/registration/contract';
import {
  ResendActivationCodeHandler,
  ResendActivationCodeToHandler,
  ResendPhoneActivationCodeHandler,
} from '../../../../../libs/registration/application/sign-up/resend-activation-code.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { InMemoryRegistrations } from '../../../../support/registration/in-memory/in-memory-registrations.js';
import { InMemoryUsers } from '../../../../support/registration/in-memory/in-memory-users.js';
import { ago } from '../../../../support/registration/in-memory/message-histories.js';
import {
  ADA,
  context,
  KEY,
  NETWORK,
  ownerOf,
  PASSWORD,
  pendingOf,
} from '../../../../support/registration/in-memory/password-stage.js';

const PHONE = '+33612345678';
const WELCOME = 'https://shop.example/welcome';
const done = { ok: true, value: null };
const refused = (code: string) => ({ ok: false, error: { code } });
const throttled = (retryAfterSeconds: number) => ({ ok: false, error: { code: 'throttled', retryAfterSeconds } });
const invalid = (...errors: readonly (readonly [pointer: string, code: string])[]) => ({
  ok: false,
  error: {
    code: 'validation-failed',
    errors: errors.map(([pointer, code]) => expect.objectContaining({ pointer, code })),
  },
});

let stage: CodeStage;
let registrations: InMemoryRegistrations;

beforeEach(() => {
  stage = new CodeStage();
  stage.applications.redirectTargets = [WELCOME];
  registrations = new InMemoryRegistrations();
  registrations.histories = { latestPending: { id: 'mine' } };
});

describe('another activation code', () => {
  const resend = (email = ADA, redirect?: string | null) =>
    new ResendActivationCodeHandler({ ...stage, registrations }).execute(
      Object.assign(new ResendActivationCode(), { email, redirect }),
      context,
    );

  it('goes to the latest registration of the address that waits for one', async () => {
    expect(await resend('ADA@example.org', WELCOME)).toEqual(done);
    expect(registrations.asked).toEqual(KEY);
    expect(stage.codes.issued).toMatchObject([
      {
        key: { application: 'shop', recipient: ADA, network: NETWORK },
        next: {
          code: { purpose: 'activation', userId: 'mine', target: null, redirect: WELCOME },
          act: { act: 'activation-code.resent', subject: 'mine' },
        },
      },
    ]);
  });

  it('is no code where nobody waits for one: the answer is the same, and the address waits as long for the next', async () => {
    registrations.histories = { latestPending: null };
    expect(await resend()).toEqual(done);
    expect(stage.codes.issued).toMatchObject([{ key: { recipient: ADA }, next: null }]);
  });

  it('leads where the one before led, unless the request says otherwise', async () => {
    await resend();
    expect(stage.codes.issued[0]?.next?.code.redirect).toBeNull();
  });

  it('is refused with all faults of the request', async () => {
    const evil = 'https://evil.example';
    expect(await resend('ada')).toEqual(invalid(['/email', 'email-invalid']));
    expect(await resend(ADA, evil)).toEqual(invalid(['/redirect', 'redirect-not-allowed']));
    expect(await resend('ada', evil)).toEqual(
      invalid(['/email', 'email-invalid'], ['/redirect', 'redirect-not-allowed']),
    );
    expect(registrations.asked).toBeNull();
    expect(stage.codes.issued).toEqual([]);
  });

  it('is refused within the gap, with or without a registration, and where the slot was taken meanwhile', async () => {
    registrations.histories = { messages: ago(10), latestPending: { id: 'mine' } };
    expect(await resend()).toEqual(throttled(20));
    registrations.histories = { messages: ago(10), latestPending: null };
    expect(await resend()).toEqual(throttled(20));
    registrations.histories = {};
    stage.codes.lostSlots = 1;
    expect(await resend()).toEqual(throttled(30));
  });

  it('is always answered at the same pace', async () => {
    await resend();
    await resend('ada');
    expect(stage.pace.kept).toBe(2);
  });
});

describe('another activation code by an administrator', () => {
  const resendTo = (userId: string) => {
    const resend = new ResendActivationCodeHandler({ ...stage, registrations });
    return new ResendActivationCodeToHandler({ users, resend }).execute(
      Object.assign(new ResendActivationCodeTo(), { userId }),
      context,
    );
  };
  let users: InMemoryUsers;
  beforeEach(() => {
    users = new InMemoryUsers();
  });

  it('goes to the person’s address, within its limits but not those of the administrator’s network', async () => {
    users.add('mine', { state: 'pending', email: 'Ada@example.org' });
    expect(await resendTo('mine')).toEqual(done);
    expect(registrations.asked).toEqual({ application: 'shop', email: ADA, network: null });
    expect(stage.codes.issued).toMatchObject([{ key: { recipient: ADA, network: null }, next: { act: {} } }]);
  });

  it.each([
    ['active', 'already-active'],
    ['suspended', 'already-active'],
    ['superseded', 'account-unknown'],
    ['erased', 'account-unknown'],
  ] as const)('is refused to somebody who is %s', async (state, code) => {
    users.add('mine', { state, email: ADA });
    expect(await resendTo('mine')).toEqual(refused(code));
    expect(stage.codes.issued).toEqual([]);
  });

  it('is refused to nobody, and to somebody of another application', async () => {
    users.add('eve', { state: 'pending', email: ADA, application: 'garden' });
    expect(await resendTo('nobody')).toEqual(refused('account-unknown'));
    expect(await resendTo('eve')).toEqual(refused('account-unknown'));
  });
});

describe('another SMS of a registration', () => {
  const mine = pendingOf('mine', { phone: PHONE, phoneRequired: true });
  const resend = (password = PASSWORD) =>
    new ResendPhoneActivationCodeHandler(stage).execute(
      Object.assign(new ResendPhoneActivationCode(), { email: ADA, password }),
      context,
    );
  const sent = () => stage.codes.issued.map(({ key, next }) => [key.recipient, next?.code.userId]);

  it('goes to the phone of the latest one that lacks its proof', async () => {
    const done = { phone: '+33687654322', phoneRequired: true, phoneVerified: true };
    stage.tries.set(ADA, { unproven: [pendingOf('verified', done), pendingOf('unasked'), mine] });
    expect(await resend()).toEqual({ ok: true, value: null });
    expect(sent()).toEqual([[PHONE, 'mine']]);
    expect(stage.tries.charged).toEqual([`password of ${ADA} for phone`]);
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'give-back', network: 'give-back' }]);
    expect(stage.hasher.turns).toEqual(['activation']);
    expect(stage.codes.asked).toMatchObject({ application: 'shop', network: NETWORK, recipient: PHONE });
  });

  it('comes from the reserve of those alone who have proven the mailbox', async () => {
    stage.tries.set(ADA, { unproven: [mine] });
    await resend();
    expect(stage.codes.asked).not.toHaveProperty('reserveOf');
    stage.tries.set(ADA, { unproven: [{ ...mine, emailVerified: true }] });
    await resend();
    expect(stage.codes.asked).toMatchObject({ reserveOf: 'mine' });
  });

  it('takes the password, and wrong ones count', async () => {
    stage.tries.set(ADA, { unproven: [mine] });
    expect(await resend('wrong')).toEqual(refused('credentials-invalid'));
    expect(stage.tries.settled).toMatchObject([{ password: 'keep', network: 'keep' }]);
    expect(sent()).toEqual([]);
  });

  it.each([
    ['active', 'already-active'],
    ['suspended', 'account-suspended'],
  ] as const)('does not go to an account that is %s', async (state, code) => {
    stage.tries.set(ADA, { owner: ownerOf({ state }), unproven: [mine] });
    expect(await resend()).toEqual(refused(code));
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'forget', network: 'give-back' }]);
    expect(sent()).toEqual([]);
  });

  it.each([
    ['is verified', { ...mine, phoneVerified: true }, 'phone-already-verified'],
    ['was never asked for', { ...mine, phoneRequired: false }, 'phone-not-required'],
    ['is not known', { ...mine, phone: null }, 'phone-not-required'],
  ])('does not go to a phone that %s', async (_, registration, code) => {
    stage.tries.set(ADA, { unproven: [registration] });
    expect(await resend()).toEqual(refused(code));
    expect(sent()).toEqual([]);
  });

  it('waits as any SMS does', async () => {
    stage.tries.set(ADA, { unproven: [mine] });
    stage.codes.histories = { messages: ago(10) };
    expect(await resend()).toEqual(throttled(20));
  });
});
