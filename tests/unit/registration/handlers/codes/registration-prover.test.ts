import { Overloaded } from '@gatehouse/kernel';
import type { Profile } from '@gatehouse/registration/contract';
import type { RegistrationCode } from '../../../../../libs/registration/application/ports/charged-tries.js';
import { standardPolicy } from '../../../../../libs/registration/domain/policy.js';
import type { RegistrationProof } from '../../../../../libs/registration/domain/user/prove-registration.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { sentCode } from '../../../../support/registration/in-memory/in-memory-codes.js';
import { NOON } from '../../../../support/registration/in-memory/message-histories.js';
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
const codeOf = (id: string, userId: string, changes: Partial<RegistrationCode> = {}): RegistrationCode => ({
  ...sentCode(id),
  userId,
  ...changes,
});
const profile = { id: 'mine', state: 'active', email: ADA } as Profile;
const proven = { kind: 'proven', profile } as const;
const waiting = { kind: 'proven', profile: { ...profile, state: 'pending' } } as const;
/** Of somebody else, who has signed up with the same address. */
const OTHERS = pendingOf('other', { passwordHash: 'hash of another at shop/ada@example.org' });
const refused = (code: string) => ({ ok: false, error: { code } });

let stage: CodeStage;

beforeEach(() => {
  stage = new CodeStage();
});

const prove = (code = '2222', proof: RegistrationProof = 'email', password = PASSWORD) =>
  stage.registrationProver.prove({ email: ADA, password, code, proof }, context);
const settled = (changes: object) => [{ key: KEY, password: 'give-back', network: 'give-back', ...changes }];
const failure = (reason: string, userId = 'mine') => ({
  id: 'id-1',
  subject: userId,
  type: 'authentication.failed.v1',
  data: { userId, network: NETWORK, reason },
});

describe('the right code of a registration’s mailbox', () => {
  beforeEach(() => {
    stage.tries.set(ADA, { unproven: [OTHERS, pendingOf('mine')], codes: [codeOf('code 2222', 'mine')] });
    stage.codes.outcomes = [proven];
  });

  it('makes the registration an account', async () => {
    expect(await prove()).toEqual({ ok: true, value: { ...profile, missing: [], feedbackToken: null } });
  });

  it('does so in the statement that counts the try and ends the password’s charge', async () => {
    await prove();
    expect(stage.codes.tries).toEqual([
      {
        application: 'shop',
        purpose: 'activation',
        target: ADA,
        charge: [{ id: 'code 2222', sharesTries: true }],
        holder: null,
        policy: standardPolicy.codes.activation,
        winner: {
          codeId: 'code 2222',
          users: [{ id: 'mine', version: 1 }],
          effect: {
            kind: 'registration-proven',
            key: KEY,
            charged: { at: '1' },
            proof: 'email',
            own: 'mine',
            activates: 'mine',
            facts: {
              activated: expect.objectContaining({ id: 'id-1', type: 'user.activated.v1', data: { userId: 'mine' } }),
              superseded: expect.objectContaining({ data: { supersededBy: 'mine' } }),
            },
          },
          events: [],
          notice: null,
        },
      },
    ]);
    expect(stage.tries.settled).toEqual([]);
  });

  it('comes with what opens the feedback, where the application asks for it', async () => {
    stage.applications.policy = { ...standardPolicy, askFeedback: true };
    expect(await prove()).toMatchObject({ ok: true, value: { feedbackToken: 'token-of-mine' } });
  });

  it('leaves a registration waiting whose phone is to be proven too, and says so', async () => {
    stage.applications.policy = { ...standardPolicy, askFeedback: true };
    const mine = pendingOf('mine', { phone: PHONE, phoneRequired: true });
    stage.tries.set(ADA, { unproven: [mine], codes: [codeOf('code 2222', 'mine')] });
    stage.codes.outcomes = [waiting];
    expect(await prove()).toEqual({
      ok: true,
      value: { ...waiting.profile, missing: ['phone'], feedbackToken: null },
    });
    expect(stage.codes.tries[0]?.winner).toMatchObject({
      users: [{ id: 'mine', version: 1 }],
      effect: { activates: null, facts: { activated: null, superseded: null } },
      events: [{ id: 'id-1', subject: 'mine', type: 'user.email-verified.v1' }],
    });
  });

  it('counts for the other registrations that the same person has made', async () => {
    const asked = { phone: PHONE, phoneRequired: true };
    const unproven = [pendingOf('newer', asked), pendingOf('mine', { ...asked, version: 2 })];
    stage.tries.set(ADA, { unproven, codes: [codeOf('code 2222', 'mine')] });
    await prove();
    expect(stage.codes.tries[0]?.winner).toMatchObject({
      users: [
        { id: 'newer', version: 1 },
        { id: 'mine', version: 2 },
      ],
      effect: { own: 'mine' },
    });
  });
});

describe('the right code of a registration’s phone', () => {
  beforeEach(() => {
    const mine = pendingOf('mine', { phone: PHONE, phoneRequired: true, emailVerified: true });
    const code = codeOf('code 222222', 'mine', { purpose: 'phone', digits: 6, target: PHONE });
    stage.tries.set(ADA, { unproven: [mine], codes: [code] });
    stage.codes.outcomes = [proven];
  });

  it('makes the registration an account where nothing else is missing', async () => {
    expect(await prove('222222', 'phone')).toMatchObject({ ok: true, value: { missing: [] } });
    expect(stage.codes.tries).toMatchObject([
      {
        purpose: 'phone',
        target: PHONE,
        policy: standardPolicy.codes.phone,
        winner: {
          effect: { proof: 'phone', activates: 'mine' },
          events: [{ id: 'id-1', subject: 'mine', type: 'user.phone-verified.v1' }],
        },
      },
    ]);
  });

  it('is read with the password’s charge, and so is what it is judged by again', async () => {
    stage.codes.outcomes = [{ kind: 'stale' }, proven];
    await prove('222222', 'phone');
    expect(stage.tries.charged).toEqual([`password of ${ADA} for phone`]);
    expect(stage.tries.readAgain).toEqual([`${ADA} for phone`]);
  });
});

describe('a wrong code of a registration', () => {
  it('counts for the network, and gives the password’s try back', async () => {
    stage.tries.set(ADA, { unproven: [pendingOf('mine')], codes: [codeOf('code 2222', 'mine')] });
    expect(await prove('9999')).toEqual(refused('code-invalid'));
    expect(stage.tries.settled).toEqual(settled({ network: 'keep', event: failure('code-wrong') }));
  });

  it('is no failure where the code has expired', async () => {
    const code = codeOf('code 2222', 'mine', { expiresAt: NOON });
    stage.tries.set(ADA, { unproven: [pendingOf('mine')], codes: [code] });
    expect(await prove()).toEqual(refused('code-expired'));
    expect(stage.tries.settled).toEqual(settled({}));
  });

  it('is that of another person’s registration of the address', async () => {
    stage.tries.set(ADA, { unproven: [pendingOf('mine'), OTHERS], codes: [codeOf('code 2222', 'other')] });
    expect(await prove()).toEqual(refused('code-invalid'));
    expect(stage.codes.tries).toEqual([]);
  });

  it('is the right one where somebody else owns the address: its registrations never become the account', async () => {
    const owner = ownerOf({ passwordHash: 'hash of the owner’s at shop/ada@example.org' });
    stage.tries.set(ADA, { owner, unproven: [pendingOf('mine')], codes: [codeOf('code 2222', 'mine')] });
    expect(await prove()).toEqual(refused('code-invalid'));
    expect(stage.codes.tries).toMatchObject([{ charge: [{ id: 'code 2222' }], winner: null }]);
    expect(stage.tries.settled).toEqual(settled({ network: 'keep', event: failure('code-wrong') }));
  });
});

describe('a code of which nothing is compared', () => {
  it.each([
    ['an account’s that is active', 'active', 'already-active'],
    ['an account’s that is suspended', 'suspended', 'account-suspended'],
  ] as const)('because the password is %s says so, and ends what was counted', async (_, state, code) => {
    stage.tries.set(ADA, {
      owner: ownerOf({ state }),
      unproven: [pendingOf('mine')],
      codes: [codeOf('c 2222', 'mine')],
    });
    expect(await prove()).toEqual(refused(code));
    expect(stage.codes.tries).toEqual([]);
    expect(stage.tries.settled).toEqual(settled({ password: 'forget' }));
  });

  it.each([
    ['mailbox is proven already', 'email', { emailVerified: true, phoneRequired: true }, 'email-already-verified'],
    ['phone is proven already', 'phone', { phoneRequired: true, phoneVerified: true }, 'phone-already-verified'],
    ['phone was never asked for', 'phone', {}, 'phone-not-required'],
  ] as const)('because the registration’s %s says so', async (_, proof, changes, code) => {
    stage.tries.set(ADA, { unproven: [pendingOf('mine', changes)], codes: [codeOf('code 2222', 'mine')] });
    expect(await prove('2222', proof)).toEqual(refused(code));
    expect(stage.codes.tries).toEqual([]);
    expect(stage.tries.settled).toEqual(settled({}));
  });

  it('because the password is wrong says no more than that', async () => {
    stage.tries.set(ADA, { unproven: [pendingOf('mine')], codes: [codeOf('code 2222', 'mine')] });
    expect(await prove('2222', 'email', 'wrong')).toEqual(refused('credentials-invalid'));
    expect(stage.codes.tries).toEqual([]);
    expect(stage.tries.settled).toEqual(
      settled({ password: 'keep', network: 'keep', event: failure('password-wrong') }),
    );
  });

  it('because too many passwords were wrong is to come again later', async () => {
    stage.tries.retryAfterSeconds = 30;
    expect(await prove()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 30 } });
  });

  it('waits for its hash before sign-ins and sign-ups', async () => {
    await prove();
    expect(stage.hasher.turns).toEqual(['activation']);
  });
});

describe('a registration that is not as it was read any more', () => {
  beforeEach(() => {
    stage.tries.set(ADA, { unproven: [pendingOf('mine')], codes: [codeOf('code 2222', 'mine')] });
    stage.codes.outcomes = [{ kind: 'stale' }, proven];
  });

  it('is judged as it is now, without another charge or hash', async () => {
    const newer = pendingOf('mine', { version: 7 });
    stage.tries.meanwhile = () => stage.tries.set(ADA, { unproven: [newer], codes: [codeOf('code 2222', 'mine')] });
    expect(await prove()).toMatchObject({ ok: true, value: { missing: [] } });
    expect(stage.codes.tries.at(-1)?.winner?.users).toEqual([{ id: 'mine', version: 7 }]);
    expect(stage.tries.readAgain).toEqual([`${ADA} for email`]);
    expect(stage.tries.charged).toHaveLength(1);
    expect(stage.hasher.turns).toHaveLength(1);
  });

  it('and is gone is refused like a wrong password', async () => {
    stage.tries.meanwhile = () => stage.tries.set(ADA, { unproven: [OTHERS] });
    expect(await prove()).toEqual(refused('credentials-invalid'));
    expect(stage.tries.settled).toMatchObject(settled({ password: 'keep', network: 'keep' }));
  });

  it('time after time gives its charge back', async () => {
    stage.codes.outcomes = Array(8).fill({ kind: 'stale' });
    await expect(prove()).rejects.toThrow(Overloaded);
    expect(stage.tries.settled).toEqual(settled({}));
  });

  it('keeps its charge where nobody knows what was written', async () => {
    stage.codes.try = () => Promise.reject(new Error('The database is gone'));
    await expect(prove()).rejects.toThrow('database');
    expect(stage.tries.settled).toEqual([]);
  });
});
