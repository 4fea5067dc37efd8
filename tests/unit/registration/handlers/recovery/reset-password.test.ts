import { Overloaded } from '@gatehouse/kernel';
import { type Profile, RequestPasswordReset, ResetPassword } from '@gatehouse/registration/contract';
import {
  RequestPasswordResetHandler,
  ResetPasswordHandler,
} from '../../../../../libs/registration/application/recovery/reset-password.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { targetedCode } from '../../../../support/registration/in-memory/in-memory-codes.js';
import { ago, NOON } from '../../../../support/registration/in-memory/message-histories.js';
import { ADA, context, holderOf, KEY, NETWORK } from '../../../../support/registration/in-memory/password-stage.js';
import { hashOf } from '../../../../support/registration/in-memory/plain-hasher.js';

const done = { ok: true, value: null };
const refused = (code: string) => ({ ok: false, error: { code } });
const invalid = (...errors: readonly (readonly [pointer: string, code: string])[]) => ({
  ok: false,
  error: {
    code: 'validation-failed',
    errors: errors.map(([pointer, code]) => expect.objectContaining({ pointer, code })),
  },
});

let stage: CodeStage;

beforeEach(() => {
  stage = new CodeStage();
});

describe('asking for a reset', () => {
  const WELCOME = 'https://shop.example/welcome';
  const ask = (email = ADA, redirect?: string | null) =>
    new RequestPasswordResetHandler(stage).execute(
      Object.assign(new RequestPasswordReset(), { email, redirect }),
      context,
    );

  beforeEach(() => {
    stage.applications.redirectTargets = [WELCOME];
  });

  it('issues a code of the address, whether or not it has an account', async () => {
    expect(await ask('Ada@Example.org')).toEqual(done);
    expect(stage.codes.asked).toEqual({ application: 'shop', recipient: ADA, network: NETWORK });
    expect(stage.codes.askedFor).toBe('password-reset');
    expect(stage.codes.issued).toMatchObject([
      {
        key: { application: 'shop', recipient: ADA, network: NETWORK },
        limits: { textsPerDay: null },
        next: {
          code: { purpose: 'password-reset', userId: null, target: ADA, targetDeliverable: null, redirect: null },
          event: { type: 'password-reset.requested.v1' },
        },
      },
    ]);
  });

  it('may say where the page behind the link leads, within the application’s list', async () => {
    await ask(ADA, WELCOME);
    expect(stage.codes.issued[0]?.next?.code).toMatchObject({ redirect: WELCOME });
    const elsewhere = 'https://evil.example';
    expect(await ask(ADA, elsewhere)).toEqual(invalid(['/redirect', 'redirect-not-allowed']));
    expect(stage.codes.issued).toHaveLength(1);
  });

  it('is refused with all faults of the request', async () => {
    expect(await ask('ada')).toEqual(invalid(['/email', 'email-invalid']));
    expect(await ask('ada', 'https://evil.example')).toEqual(
      invalid(['/email', 'email-invalid'], ['/redirect', 'redirect-not-allowed']),
    );
    expect(stage.codes.asked).toBeNull();
  });

  it('is refused within the gap after another reset, and where the slot was taken meanwhile', async () => {
    const [latestOfPurpose = null] = ago(10);
    stage.codes.histories = { latestOfPurpose };
    expect(await ask()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 20 } });
    stage.codes.histories = {};
    stage.codes.lostSlots = 1;
    expect(await ask()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 30 } });
  });

  it('is always answered at the same pace', async () => {
    await ask();
    await ask('ada');
    expect(stage.pace.kept).toBe(2);
  });
});

describe('a new password by a code', () => {
  const NEW = 'a new battery staple';
  const HASH = hashOf(NEW, 'shop', ADA);
  const CODE = targetedCode('code 22222222', ADA, { purpose: 'password-reset', digits: 8 });
  const proven = { kind: 'proven', profile: { id: 'ada' } as Profile } as const;
  const handler = () => new ResetPasswordHandler(stage);
  const reset = (newPassword = NEW, code = '22222222', email = ADA) =>
    handler().execute(Object.assign(new ResetPassword(), { email, code, newPassword }), context);

  beforeEach(() => {
    stage.codes.situation = { now: NOON, holder: holderOf(), codes: [CODE], used: [] };
    stage.codes.outcomes = [proven];
  });

  it('replaces the account’s, ends all sessions and notifies the owner, by one statement', async () => {
    expect(await reset(NEW, '22222222', 'ADA@example.org')).toEqual(done);
    expect(stage.codes.read).toEqual([{ ...KEY, purpose: 'password-reset' }]);
    const data = { userId: 'ada', credentialsVersion: 4, keptSession: null };
    expect(stage.codes.tries).toMatchObject([
      {
        purpose: 'password-reset',
        holder: null,
        winner: {
          users: [{ id: 'ada', version: 4 }],
          effect: { kind: 'password-replaced', passwordHash: HASH },
          events: [
            { id: 'id-1', subject: 'ada', type: 'user.password-reset.v1', data },
            { type: 'notice.issued.v1', data: { kind: 'password-reset' } },
          ],
          notice: { userId: 'ada', kind: 'password-reset' },
        },
      },
    ]);
  });

  it('is charged like a password, and ends what was counted of these', async () => {
    await reset();
    expect(stage.tries.charged).toEqual([`password of ${ADA} for email`]);
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'forget', network: 'give-back' }]);
  });

  it('is hashed in a place that was taken before anything was read, and is given back', async () => {
    await reset();
    expect(stage.hasher.turns).toEqual(['sign-in']);
    expect(stage.hasher.taken).toEqual([]);
    stage.hasher.isFull = true;
    await expect(reset()).rejects.toThrow(Overloaded);
    expect(stage.tries.charged).toHaveLength(1);
  });

  it('with a wrong code is not hashed, and counts', async () => {
    expect(await reset(NEW, '99999999')).toEqual(refused('code-invalid'));
    expect(stage.hasher.turns).toEqual([]);
    expect(stage.tries.settled).toMatchObject([{ key: KEY, password: 'keep', network: 'keep' }]);
    expect(stage.hasher.taken).toEqual([]);
  });

  it.each([
    ['of an address without an account', null],
    ['of an account that is suspended', holderOf({ state: 'suspended' })],
  ])('with a code %s is refused like a wrong one', async (_, holder) => {
    stage.codes.situation = { ...stage.codes.situation, holder };
    expect(await reset()).toEqual(refused('code-invalid'));
    expect(stage.hasher.turns).toEqual([]);
  });

  it('waits where too many passwords or codes were wrong', async () => {
    stage.tries.chargePassword = async () => ({ admitted: false, retryAfterSeconds: 30 });
    expect(await reset()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 30 } });
    expect(stage.codes.read).toEqual([]);
    expect(stage.hasher.taken).toEqual([]);
  });

  it('is always answered at the same pace', async () => {
    await reset();
    await reset('short');
    expect(stage.pace.kept).toBe(2);
  });

  it('is done where somebody has sent it twice: the same password has the same hash', async () => {
    stage.codes.situation = { now: NOON, holder: holderOf({ passwordHash: HASH }), codes: [], used: [CODE] };
    expect(await reset()).toEqual(done);
    expect(stage.codes.tries).toEqual([]);
    expect(await reset('another battery')).toEqual(refused('code-invalid'));
  });

  it('is compared in its normal form where it is sent twice', async () => {
    const holder = holderOf({ passwordHash: hashOf('\u00e9l\u00e9phant rose', 'shop', ADA) });
    stage.codes.situation = { now: NOON, holder, codes: [], used: [CODE] };
    expect(await reset('e\u0301le\u0301phant rose')).toEqual(done);
  });

  it('is hashed and looked up once, however often the account changes meanwhile', async () => {
    stage.codes.outcomes = [{ kind: 'stale' }, proven];
    expect(await reset()).toEqual(done);
    expect(stage.hasher.turns).toHaveLength(1);
    expect(stage.breaches.asked).toEqual([NEW]);
    expect(stage.codes.tries.at(-1)?.winner?.effect).toMatchObject({ passwordHash: HASH });
  });
});

describe('a new password that may not be one', () => {
  const CODE = targetedCode('code 22222222', ADA, { purpose: 'password-reset', digits: 8 });
  const reset = (newPassword: string, code = '22222222', email = ADA) =>
    new ResetPasswordHandler(stage).execute(Object.assign(new ResetPassword(), { email, code, newPassword }), context);
  const unread = () => expect(stage.tries.charged).toEqual([]);

  beforeEach(() => {
    stage.codes.situation = { now: NOON, holder: holderOf(), codes: [CODE], used: [] };
  });

  it.each([
    ['too short', 'short', 'password-too-short'],
    ['what everybody tries', 'letmein-letmein', 'password-common'],
    ['the application’s name', 'the-shop-12', 'password-guessable'],
    ['the address', 'example.org-1', 'password-guessable'],
  ])('because it is %s is refused before anything is read', async (_, password, code) => {
    expect(await reset(password)).toEqual(invalid(['/newPassword', code]));
    unread();
  });

  it('is refused together with what is no address', async () => {
    expect(await reset('short', '22222222', 'ada')).toEqual(
      invalid(['/email', 'email-invalid'], ['/newPassword', 'password-too-short']),
    );
    expect(await reset('a new battery staple', '22222222', 'ada')).toEqual(invalid(['/email', 'email-invalid']));
    unread();
  });

  it('is named beside the other faults of a request, as far as there is something to judge', async () => {
    const faults = (fields: { email?: string; newPassword?: string }) =>
      new ResetPasswordHandler(stage).faultsIn(fields, context);
    expect(await faults({ newPassword: 'short' })).toMatchObject([{ pointer: '/newPassword' }]);
    expect(await faults({ email: 'ada' })).toMatchObject([{ pointer: '/email', code: 'email-invalid' }]);
    expect(await faults({ email: ADA, newPassword: 'a new battery staple' })).toEqual([]);
    expect(await faults({})).toEqual([]);
  });

  it('because it is the person’s name is told to those alone who have the right code, and uses none up', async () => {
    expect(await reset('augusta-lovelace', '99999999')).toEqual(refused('code-invalid'));
    stage.codes.tries.length = 0;
    expect(await reset('augusta-lovelace')).toEqual(invalid(['/newPassword', 'password-guessable']));
    expect(stage.codes.tries).toEqual([]);
    expect(stage.hasher.turns).toEqual([]);
  });

  it('because a breach has made it public is told to the same, and is not hashed', async () => {
    stage.breaches.breached.add('a new battery staple');
    expect(await reset('a new battery staple', '99999999')).toEqual(refused('code-invalid'));
    expect(stage.breaches.asked).toEqual([]);
    expect(await reset('a new battery staple')).toEqual(invalid(['/newPassword', 'password-breached']));
    expect(stage.hasher.turns).toEqual([]);
  });
});
