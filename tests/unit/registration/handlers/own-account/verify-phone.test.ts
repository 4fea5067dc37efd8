import { type CommandContext, ok } from '@gatehouse/kernel';
import { SendPhoneCode, VerifyPhone } from '@gatehouse/registration/contract';
import {
  SendPhoneCodeHandler,
  VerifyPhoneHandler,
} from '../../../../../libs/registration/application/own-account/verify-phone.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { InMemoryAccounts, profileOf } from '../../../../support/registration/in-memory/in-memory-accounts.js';
import { targetedCode } from '../../../../support/registration/in-memory/in-memory-codes.js';
import { NOON } from '../../../../support/registration/in-memory/message-histories.js';
import { context, holderOf, NETWORK, signedIn } from '../../../../support/registration/in-memory/password-stage.js';

const PHONE = '+33612345678';
const OTHER_PHONE = '+33687654322';
const done = { ok: true, value: null };
const refused = (code: string) => ({ ok: false, error: { code } });

let stage: CodeStage;
let accounts: InMemoryAccounts;

beforeEach(() => {
  stage = new CodeStage();
  accounts = new InMemoryAccounts();
});

describe('a code by SMS to one’s phone', () => {
  const send = (phone?: string | null, by: CommandContext = signedIn) =>
    new SendPhoneCodeHandler({ ...stage, accounts }).execute(Object.assign(new SendPhoneCode(), { phone }), by);
  const sentTo = () => stage.codes.issued.map(({ key }) => key.recipient);

  it.each([undefined, null])('goes to the profile’s phone where no other is given', async (phone) => {
    accounts.set({ phone: PHONE });
    expect(await send(phone)).toEqual(done);
    expect(stage.codes.issued).toMatchObject([
      {
        key: { application: 'shop', network: NETWORK, recipient: PHONE, reserveOf: 'ada' },
        next: { code: { purpose: 'phone', userId: 'ada', target: PHONE } },
      },
    ]);
  });

  it('goes to the one that is given, which is to become the profile’s', async () => {
    accounts.set({ phone: PHONE, phoneVerified: true });
    expect(await send('+33 6 87 65 43 22')).toEqual(done);
    expect(sentTo()).toEqual([OTHER_PHONE]);
  });

  it('does not go to a phone that is verified already', async () => {
    accounts.set({ phone: PHONE, phoneVerified: true });
    expect(await send()).toEqual(refused('phone-already-verified'));
    expect(await send(PHONE)).toEqual(refused('phone-already-verified'));
    expect(sentTo()).toEqual([]);
  });

  it('goes nowhere where there is no phone', async () => {
    expect(await send()).toEqual(refused('phone-missing'));
  });

  it('does not go to what is no number, nor where the application sends nothing', async () => {
    const errors = [
      {
        pointer: '/phone',
        code: 'phone-invalid',
        message: 'Must be a phone number in international form, such as +33612345678',
      },
    ];
    expect(await send('0612345678')).toEqual({ ok: false, error: { code: 'validation-failed', errors } });
    expect(await send('+79261234567')).toEqual(refused('phone-country-refused'));
    expect(sentTo()).toEqual([]);
  });

  it('is for the owner of an active account', async () => {
    expect(await send(PHONE, context)).toEqual(refused('account-unknown'));
    accounts.set({ state: 'suspended' });
    expect(await send(PHONE)).toEqual(refused('account-suspended'));
    expect(sentTo()).toEqual([]);
  });
});

describe('the code from the SMS', () => {
  const CODE = targetedCode('code 222222', PHONE, { purpose: 'phone', digits: 6 });
  const verified = profileOf({ phone: PHONE, phoneVerified: true });
  const verify = (code = '222222', by: CommandContext = signedIn) =>
    new VerifyPhoneHandler({ ...stage, accounts }).execute(Object.assign(new VerifyPhone(), { code }), by);
  const used = (holder: Parameters<typeof holderOf>[0]) => {
    stage.codes.situation = { now: NOON, holder: holderOf(holder), codes: [], used: [CODE] };
  };

  beforeEach(() => {
    stage.codes.situation = { now: NOON, holder: holderOf(), codes: [CODE], used: [] };
    stage.codes.outcomes = [{ kind: 'proven', profile: verified }];
  });

  it('makes the phone the account’s verified one, and nobody needs to be notified', async () => {
    expect(await verify()).toEqual(ok(verified));
    expect(stage.codes.read).toEqual([{ application: 'shop', network: NETWORK, userId: 'ada', purpose: 'phone' }]);
    expect(stage.codes.tries).toMatchObject([
      {
        target: PHONE,
        holder: { id: 'ada', version: 4 },
        winner: {
          effect: { kind: 'phone-verified' },
          events: [{ id: 'id-1', subject: 'ada', type: 'user.phone-verified.v1', data: { userId: 'ada' } }],
          notice: null,
        },
      },
    ]);
  });

  it('shows the profile again where somebody has typed it twice', async () => {
    used({ phone: PHONE, phoneVerified: true });
    accounts.set({ phone: PHONE, phoneVerified: true });
    expect(await verify()).toEqual(ok(verified));
  });

  it('that was used says what has become of the account where that is not open any more', async () => {
    used({ phone: PHONE, phoneVerified: true });
    accounts.set({ state: 'suspended' });
    expect(await verify()).toEqual(refused('account-suspended'));
  });

  it.each([
    ['another phone', { phone: OTHER_PHONE, phoneVerified: true }],
    ['the phone, which is not verified any more', { phone: PHONE, phoneVerified: false }],
  ])('that was used is a wrong one where the account has %s', async (_, holder) => {
    used(holder);
    expect(await verify()).toEqual(refused('code-invalid'));
  });

  it('is refused where it is wrong', async () => {
    expect(await verify('999999')).toEqual(refused('code-invalid'));
  });

  it('is of no use to anyone but the owner of an active account', async () => {
    expect(await verify('222222', context)).toEqual(refused('account-unknown'));
    expect(stage.codes.read).toEqual([]);
    stage.codes.situation = { ...stage.codes.situation, holder: holderOf({ state: 'suspended' }) };
    expect(await verify()).toEqual(refused('account-suspended'));
    stage.codes.situation = { ...stage.codes.situation, holder: null };
    expect(await verify()).toEqual(refused('account-unknown'));
    expect(stage.codes.tries).toEqual([]);
  });
});
