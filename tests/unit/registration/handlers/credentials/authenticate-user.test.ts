import { AuthenticateUser, type Profile } from '@gatehouse/registration/contract';
import { AuthenticateUserHandler } from '../../../../../libs/registration/application/credentials/authenticate-user.js';
import { InMemoryAccounts, profileOf } from '../../../../support/registration/in-memory/in-memory-accounts.js';
import {
  ADA,
  context,
  KEY,
  NETWORK,
  ownerOf,
  PASSWORD,
  PasswordStage,
  pendingOf,
} from '../../../../support/registration/in-memory/password-stage.js';

const PROFILE = profileOf();

let stage: PasswordStage;
let profiles: Map<string, Profile>;
let accounts: InMemoryAccounts;

beforeEach(() => {
  stage = new PasswordStage();
  profiles = new Map([['shop/ada', PROFILE]]);
  accounts = new InMemoryAccounts();
});

const signIn = (password = PASSWORD, email = ADA) =>
  new AuthenticateUserHandler({
    ...stage,
    profiles: { of: async ({ application, userId }) => profiles.get(`${application}/${userId}`) ?? null },
    accounts,
  }).execute(Object.assign(new AuthenticateUser(), { email, password }), context);
const event = (reason: string) => ({
  id: 'id-1',
  subject: 'ada',
  type: 'authentication.failed.v1',
  data: { userId: 'ada', network: NETWORK, reason },
});

describe('an address and a password', () => {
  it('open the account that owns the address', async () => {
    stage.tries.set(ADA, { owner: ownerOf() });
    expect(await signIn()).toEqual({ ok: true, value: { profile: PROFILE, credentialsVersion: 3 } });
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'forget', network: 'give-back' }]);
    expect(accounts.renewed).toEqual([]);
  });

  it('open nothing where they do not belong together', async () => {
    stage.tries.set(ADA, { owner: ownerOf() });
    expect(await signIn('wrong')).toEqual({ ok: false, error: { code: 'credentials-invalid' } });
    expect(stage.tries.settled).toHaveLength(1);
  });

  it('are answered as waiting for activation where they are a registration’s, whoever owns the address', async () => {
    const required = { ok: false, error: { code: 'activation-required' } };
    stage.tries.set(ADA, { unproven: [pendingOf('ada')] });
    expect(await signIn()).toEqual(required);
    expect(stage.tries.settled).toEqual([
      { key: KEY, password: 'give-back', network: 'give-back', event: event('activation-required') },
    ]);
    stage.tries.set(ADA, { owner: ownerOf({ passwordHash: 'another' }), unproven: [pendingOf('mine')] });
    expect(await signIn()).toEqual(required);
  });

  it('open no account that is suspended', async () => {
    stage.tries.set(ADA, { owner: ownerOf({ state: 'suspended' }) });
    expect(await signIn()).toEqual({ ok: false, error: { code: 'account-suspended' } });
    expect(stage.tries.settled).toMatchObject([{ event: event('account-suspended') }]);
  });

  it('open nothing where the account has gone since', async () => {
    stage.tries.set(ADA, { owner: ownerOf() });
    profiles.clear();
    expect(await signIn()).toEqual({ ok: false, error: { code: 'credentials-invalid' } });
  });
});

describe('a hash that was made at another cost', () => {
  const outdated = `old ${ownerOf().passwordHash}`;
  beforeEach(() => {
    stage.tries.set(ADA, { owner: ownerOf({ passwordHash: outdated }) });
  });

  it('is renewed while the password is at hand', async () => {
    expect(await signIn()).toMatchObject({ ok: true });
    expect(accounts.renewed).toEqual([{ userId: 'ada', from: outdated, to: ownerOf().passwordHash }]);
    expect(stage.hasher.turns).toEqual(['sign-in', 'sign-in']);
  });

  it('waits for the next time where there is no room for it', async () => {
    const compute = stage.hasher.matching.bind(stage.hasher);
    stage.hasher.matching = async (...call) => {
      const found = await compute(...call);
      stage.hasher.isFullLater = true;
      return found;
    };
    expect(await signIn()).toMatchObject({ ok: true });
    expect(accounts.renewed).toEqual([]);
  });

  it('that cannot be written is a fault', async () => {
    accounts.isBroken = true;
    await expect(signIn()).rejects.toThrow('database');
  });
});
