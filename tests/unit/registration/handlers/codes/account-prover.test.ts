import { err, Overloaded, ok, refusal } from '@gatehouse/kernel';
import type { Profile } from '@gatehouse/registration/contract';
import type { AccountAttempt } from '../../../../../libs/registration/application/codes/account-prover.js';
import type { CodeSituation } from '../../../../../libs/registration/application/ports/codes.js';
import { standardPolicy } from '../../../../../libs/registration/domain/policy.js';
import { phoneVerified } from '../../../../../libs/registration/domain/user/account-events.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { targetedCode } from '../../../../support/registration/in-memory/in-memory-codes.js';
import { NOON } from '../../../../support/registration/in-memory/message-histories.js';
import { ADA, holderOf, KEY, NETWORK } from '../../../../support/registration/in-memory/password-stage.js';

const PHONE = '+33612345678';
const PROFILE = { id: 'ada' } as Profile;
const USER_KEY = { application: 'shop', network: NETWORK, userId: 'ada' };
const CODE = targetedCode('code 222222', PHONE, { purpose: 'phone', digits: 6 });
const proven = { kind: 'proven', profile: PROFILE } as const;
const invalid = { ok: false, error: { code: 'code-invalid' } };
const givenBack = { password: 'keep', network: 'give-back' };

let stage: CodeStage;

beforeEach(() => {
  stage = new CodeStage();
  given({});
});

const given = (situation: Partial<CodeSituation>) => {
  stage.codes.situation = { now: NOON, holder: holderOf(), codes: [CODE], used: [], ...situation };
};

/** By a signed-in person, of their phone. */
const prove = (typed = '222222', changes: Partial<AccountAttempt<'account-unknown' | 'busy'>> = {}) =>
  stage.prover.prove({
    key: USER_KEY,
    purpose: 'phone',
    typed,
    policy: standardPolicy,
    closedTo: () => refusal('account-unknown'),
    effectOf: ({ id }, _, eventId) => ({ effect: { kind: 'phone-verified' }, event: phoneVerified(eventId, id) }),
    stands: () => true,
    ...changes,
  });
/** By somebody who is a stranger until the code is right. */
const ofStranger = (typed: string): AccountAttempt => ({
  key: KEY,
  purpose: 'phone',
  typed,
  policy: standardPolicy,
  effectOf: ({ id }, _, eventId) => ({ effect: { kind: 'phone-verified' }, event: phoneVerified(eventId, id) }),
  stands: () => true,
});
const proveAtAddress = (typed = '222222') => stage.prover.prove(ofStranger(typed));
const failure = (userId: string | null, id = 'id-1') => ({
  id,
  subject: userId ?? id,
  type: 'authentication.failed.v1',
  data: { userId, network: NETWORK, reason: 'code-wrong' },
});

describe('the right code of an account', () => {
  it('does what it is for, with its event, in the statement that counts the try, if the account is as it was read', async () => {
    stage.codes.outcomes = [proven];
    expect(await prove()).toEqual({ ok: true, value: PROFILE });
    expect(stage.codes.read).toEqual([{ ...USER_KEY, purpose: 'phone' }]);
    expect(stage.codes.tries).toEqual([
      {
        application: 'shop',
        purpose: 'phone',
        target: PHONE,
        charge: [{ id: 'code 222222', sharesTries: false }],
        holder: holderOf(),
        policy: standardPolicy.codes.phone,
        winner: {
          codeId: 'code 222222',
          users: [{ id: 'ada', version: 4 }],
          effect: { kind: 'phone-verified' },
          events: [phoneVerified('id-1', 'ada')],
          notice: null,
        },
      },
    ]);
  });

  it('is no failure of the network', async () => {
    stage.codes.outcomes = [proven];
    await prove();
    expect(stage.tries.charged).toEqual([`network ${NETWORK}`]);
    expect(stage.tries.settled).toEqual([{ key: { ...USER_KEY, email: '' }, ...givenBack }]);
  });

  it.each([
    ['email-change', 'email-changed', 'change'],
    ['password-reset', 'password-reset', undefined],
  ] as const)(
    'for %s has the account’s owner notified of it, by the same statement',
    async (purpose, kind, changeId) => {
      stage.codes.outcomes = [proven];
      const event = phoneVerified('fact', 'ada');
      await prove('222222', {
        purpose,
        effectOf: () => ({ effect: { kind: 'phone-verified' }, event, ...(changeId && { changeId }) }),
      });
      const { events, notice } = stage.codes.tries[0]?.winner ?? {};
      expect(notice).toEqual({ id: 'id-2', userId: 'ada', kind, changeId: changeId ?? null });
      const data = { noticeId: 'id-2', userId: 'ada', kind };
      expect(events).toEqual([event, { id: 'id-3', subject: 'ada', type: 'notice.issued.v1', data }]);
    },
  );

  it('may have an effect that takes a while to work out', async () => {
    stage.codes.outcomes = [proven];
    const event = phoneVerified('fact', 'ada');
    const effectOf = async () => ok({ effect: { kind: 'password-replaced', passwordHash: 'new' } as const, event });
    expect(await prove('222222', { effectOf })).toEqual({ ok: true, value: PROFILE });
    expect(stage.codes.tries[0]?.winner).toMatchObject({ effect: { passwordHash: 'new' }, events: [event] });
  });

  it('stays as it is where it may do nothing now, and that is no failure', async () => {
    const refused = err(refusal('busy'));
    expect(await prove('222222', { effectOf: async () => refused })).toEqual(refused);
    expect(stage.codes.tries).toEqual([]);
    expect(stage.tries.settled).toMatchObject([givenBack]);
  });

  it('is judged again where the account has changed meanwhile', async () => {
    stage.codes.outcomes = [{ kind: 'stale' }, proven];
    expect(await prove()).toEqual({ ok: true, value: PROFILE });
    expect(stage.codes.read).toHaveLength(2);
    expect(stage.tries.charged).toHaveLength(1);
  });

  it('is of no use to another account', async () => {
    given({ codes: [{ ...CODE, userId: 'eve' }] });
    expect(await prove()).toEqual(invalid);
    expect(stage.codes.tries).toMatchObject([{ winner: null }]);
  });
});

describe('a wrong code of an account', () => {
  it('counts for the code, the network and the account', async () => {
    expect(await prove('999999')).toEqual(invalid);
    expect(stage.codes.tries).toMatchObject([{ charge: [{ id: 'code 222222' }], winner: null }]);
    expect(stage.tries.settled).toEqual([
      { key: { ...USER_KEY, email: '' }, password: 'keep', network: 'keep', event: failure('ada') },
    ]);
  });

  it.each([
    ['code-expired', [{ ...CODE, expiresAt: NOON }], '222222'],
    ['tries-exhausted', [{ ...CODE, attempts: 3 }], '222222'],
  ] as const)('that is answered %s is no guess, so the network keeps its tries', async (code, codes, typed) => {
    given({ codes });
    expect(await prove(typed)).toMatchObject({ ok: false, error: { code } });
    expect(stage.tries.settled).toEqual([{ key: { ...USER_KEY, email: '' }, ...givenBack }]);
  });

  it('is not compared where the network has failed too often', async () => {
    stage.tries.retryAfterSeconds = 60;
    expect(await prove()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 60 } });
    expect(stage.codes.read).toEqual([]);
  });
});

describe('an account that may use no code', () => {
  const closedTo = (holder: unknown) => refusal(holder ? 'busy' : 'account-unknown');

  it.each([
    ['is suspended', holderOf({ state: 'suspended' }), 'busy'],
    ['is not proven', holderOf({ state: 'pending' }), 'busy'],
    ['is gone', null, 'account-unknown'],
  ] as const)('and %s is told so, and nothing is compared or counted', async (_, holder, code) => {
    given({ holder });
    expect(await prove('222222', { closedTo })).toEqual({ ok: false, error: { code } });
    expect(stage.codes.tries).toEqual([]);
    expect(stage.tries.settled).toMatchObject([givenBack]);
  });

  it.each([
    ['is suspended', holderOf({ state: 'suspended' }), 'ada'],
    ['there is not', null, null],
  ])('and %s answers a stranger like a wrong code, and counts like one', async (_, holder, userId) => {
    given({ holder });
    expect(await proveAtAddress()).toEqual(invalid);
    expect(stage.codes.tries).toMatchObject([{ charge: [{ id: 'code 222222' }], holder: null, winner: null }]);
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'keep', network: 'keep', event: failure(userId) }]);
  });
});

describe('a code of an address', () => {
  it('proves something for the account that owns the address', async () => {
    stage.codes.outcomes = [proven];
    expect(await proveAtAddress()).toEqual({ ok: true, value: PROFILE });
    expect(stage.codes.read).toEqual([{ ...KEY, purpose: 'phone' }]);
    expect(stage.codes.tries).toMatchObject([{ holder: null, winner: { users: [{ id: 'ada', version: 4 }] } }]);
  });

  it('that is wrong is counted for the address alone, whether or not it is an account’s', async () => {
    expect(await proveAtAddress('999999')).toEqual(invalid);
    expect(stage.codes.tries).toMatchObject([{ holder: null, winner: null }]);
  });

  it('costs nothing where there is none, and still is a failure of the network', async () => {
    given({ codes: [] });
    expect(await proveAtAddress()).toEqual(invalid);
    expect(stage.codes.tries).toEqual([]);
    expect(stage.tries.settled).toMatchObject([{ network: 'keep' }]);
  });
});

describe('a code that was used already', () => {
  beforeEach(() => given({ codes: [], used: [targetedCode('code 111111', PHONE, { digits: 6 }), CODE] }));

  it('is taken again where what it did still stands, and nothing is written', async () => {
    expect(await prove()).toEqual({ ok: true, value: null });
    expect(stage.codes.tries).toEqual([]);
    expect(stage.tries.settled).toMatchObject([givenBack]);
  });

  it('is asked whether it stands with the account as it is now', async () => {
    const asked: unknown[] = [];
    await prove('222222', { stands: (...about) => asked.push(about) > 0 });
    expect(asked).toEqual([[holderOf(), CODE]]);
  });

  it('is a wrong one where something else has come after it', async () => {
    expect(await prove('222222', { stands: async () => false })).toEqual(invalid);
  });

  it('is a wrong one for another account', async () => {
    given({ codes: [], used: [{ ...CODE, userId: 'eve' }] });
    expect(await prove()).toEqual(invalid);
  });

  it('is a wrong one with other digits', async () => {
    expect(await prove('333333')).toEqual(invalid);
  });

  it('tells a stranger nothing of an account that is closed', async () => {
    given({ holder: holderOf({ state: 'suspended' }), codes: [], used: [CODE] });
    expect(await proveAtAddress()).toEqual(invalid);
  });
});

describe('a code that comes with a password’s charge', () => {
  const charged = async (typed: string) => {
    const situation = await stage.tries.chargePassword(KEY, standardPolicy.guessing, standardPolicy.codes.activation);
    if (!situation.admitted) throw new Error('Not admitted');
    return stage.prover.prove({ ...ofStranger(typed), charge: situation.charge });
  };

  it('ends what was counted of passwords, and charges the network no second time', async () => {
    stage.codes.outcomes = [proven];
    expect(await charged('222222')).toEqual({ ok: true, value: PROFILE });
    expect(stage.tries.charged).toEqual([`password of ${ADA} for email`]);
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'forget', network: 'give-back' }]);
  });

  it('leaves that where the code is wrong', async () => {
    await charged('999999');
    expect(stage.tries.settled).toMatchObject([{ password: 'keep', network: 'keep', event: failure('ada') }]);
  });

  it('gives its charge back where something breaks', async () => {
    stage.codes.isBroken = true;
    await expect(charged('222222')).rejects.toThrow('database');
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'give-back', network: 'give-back' }]);
  });
});

describe('a proof that cannot be written', () => {
  it('because the database is gone is no failure of the network', async () => {
    stage.codes.isBroken = true;
    await expect(prove()).rejects.toThrow('database');
    expect(stage.tries.settled).toEqual([{ key: { ...USER_KEY, email: '' }, ...givenBack }]);
  });

  it('because the account changes all the time is no failure of the network', async () => {
    stage.codes.outcomes = Array(8).fill({ kind: 'stale' });
    await expect(prove()).rejects.toThrow(Overloaded);
    expect(stage.tries.settled).toMatchObject([givenBack]);
  });
});
