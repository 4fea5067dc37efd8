import type { CommandContext } from '@gatehouse/kernel';
import { ChangePassword } from '@gatehouse/registration/contract';
import { ChangePasswordHandler } from '../../../../../libs/registration/application/own-account/change-password.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { InMemoryAccounts } from '../../../../support/registration/in-memory/in-memory-accounts.js';
import {
  ADA,
  context,
  ownerOf,
  PASSWORD,
  signedIn,
} from '../../../../support/registration/in-memory/password-stage.js';
import { hashOf } from '../../../../support/registration/in-memory/plain-hasher.js';

const NEW = 'a new battery staple';
const done = { ok: true, value: null };
const refused = (code: string) => ({ ok: false, error: { code } });
const invalid = (code: string) => ({
  ok: false,
  error: { code: 'validation-failed', errors: [expect.objectContaining({ pointer: '/newPassword', code })] },
});

let stage: CodeStage;
let accounts: InMemoryAccounts;

beforeEach(() => {
  stage = new CodeStage();
  stage.tries.set(ADA, { owner: ownerOf() });
  accounts = new InMemoryAccounts();
});

const handler = () => new ChangePasswordHandler({ ...stage, accounts });
const change = (newPassword = NEW, currentPassword = PASSWORD, by: CommandContext = signedIn) =>
  handler().execute(Object.assign(new ChangePassword(), { currentPassword, newPassword }), by);

describe('changing one’s password', () => {
  it('writes the new one’s hash for the one that was proven, and notifies the owner, by one statement', async () => {
    expect(await change()).toEqual(done);
    const data = { userId: 'ada', keptSession: 'session' };
    expect(accounts.passwords).toEqual([
      {
        application: 'shop',
        userId: 'ada',
        provenHash: ownerOf().passwordHash,
        passwordHash: hashOf(NEW, 'shop', ADA),
        event: { id: 'id-3', subject: 'ada', type: 'user.password-changed.v1', data, awaits: ['credentialsVersion'] },
        notice: { id: 'id-1', userId: 'ada', kind: 'password-changed', changeId: null },
        noticeEvent: {
          id: 'id-2',
          subject: 'ada',
          type: 'notice.issued.v1',
          data: { noticeId: 'id-1', userId: 'ada', kind: 'password-changed' },
        },
      },
    ]);
    expect(stage.hasher.turns).toEqual(['sign-in', 'sign-in']);
  });

  it('keeps no session where none asks', async () => {
    await change(NEW, PASSWORD, { ...context, actor: { userId: 'ada', roles: [] } });
    expect(accounts.passwords[0]?.event.data).toMatchObject({ keptSession: null });
  });

  it('takes the present one, and counts wrong ones', async () => {
    expect(await change(NEW, 'wrong')).toEqual(refused('password-wrong'));
    expect(stage.tries.settled).toMatchObject([{ password: 'keep', network: 'keep' }]);
    expect(accounts.passwords).toEqual([]);
  });

  it('is for the owner of an active account', async () => {
    expect(await change(NEW, PASSWORD, context)).toEqual(refused('account-unknown'));
    accounts.set({ state: 'suspended' });
    expect(await change()).toEqual(refused('account-suspended'));
    expect(stage.tries.charged).toEqual([]);
  });
});

describe('a new password', () => {
  it.each([
    ['too short', 'short', 'password-too-short'],
    ['what everybody tries', 'letmein-letmein', 'password-common'],
    ['the person’s name', 'augusta-lovelace', 'password-guessable'],
    ['the application’s name', 'the-shop-12', 'password-guessable'],
  ])('is refused where it is %s, before the present one is compared', async (_, password, code) => {
    expect(await change(password)).toEqual(invalid(code));
    expect(stage.tries.charged).toEqual([]);
  });

  it('is refused where a breach has made it public, which is asked only after the present one is proven', async () => {
    stage.breaches.breached.add(NEW);
    expect(await change()).toEqual(invalid('password-breached'));
    expect(accounts.passwords).toEqual([]);
    stage.breaches.asked.length = 0;
    expect(await change(NEW, 'wrong')).toEqual(refused('password-wrong'));
    expect(stage.breaches.asked).toEqual([]);
  });

  it('is judged beside the other faults of a request, as far as the account is known', async () => {
    expect(await handler().faultsIn({ newPassword: 'augusta-lovelace' }, signedIn)).toMatchObject([
      { pointer: '/newPassword', code: 'password-guessable' },
    ]);
    expect(await handler().faultsIn({ newPassword: NEW }, signedIn)).toEqual([]);
    expect(await handler().faultsIn({}, signedIn)).toEqual([]);
    expect(await handler().faultsIn({ newPassword: 'short' }, context)).toEqual([]);
  });
});

describe('a password that has been written anew meanwhile', () => {
  it('is proven again, and the new one is hashed and looked up once', async () => {
    accounts.lostPasswords = 1;
    expect(await change()).toEqual(done);
    expect(stage.tries.charged).toHaveLength(2);
    expect(stage.breaches.asked).toEqual([NEW]);
    expect(stage.hasher.turns).toHaveLength(3);
    expect(accounts.passwords).toMatchObject([{ passwordHash: hashOf(NEW, 'shop', ADA) }]);
  });

  it('by somebody else is not the present one any more', async () => {
    accounts.lostPasswords = 1;
    accounts.meanwhile = () => stage.tries.set(ADA, { owner: ownerOf({ passwordHash: 'another' }) });
    expect(await change()).toEqual(refused('password-wrong'));
  });

  it('with the account’s suspension is told as that', async () => {
    accounts.lostPasswords = 1;
    accounts.meanwhile = () => accounts.set({ state: 'suspended' });
    expect(await change()).toEqual(refused('account-suspended'));
    expect(stage.tries.charged).toHaveLength(1);
  });
});
