import { Overloaded } from '@gatehouse/kernel';
import { standardPolicy } from '../../../../../libs/registration/domain/policy.js';
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

const OTHERS = pendingOf('other', { passwordHash: 'hash of another at shop/ada@example.org' });

let stage: PasswordStage;

beforeEach(() => {
  stage = new PasswordStage();
});

const check = (attempt: { email?: string; password?: string; proof?: 'phone' } = {}) =>
  stage.passwords.check({ email: ADA, password: PASSWORD, priority: 'sign-in', ...attempt }, context, standardPolicy);
const checked = async (attempt: Parameters<typeof check>[0] = {}) => {
  const found = await check(attempt);
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
};
const failure = (userId: string | null, reason: string, id = 'id-1') => ({
  id,
  subject: userId ?? id,
  type: 'authentication.failed.v1',
  data: { userId, network: NETWORK, reason },
});
const invalid = { ok: false, error: { code: 'credentials-invalid' } };

describe('a password', () => {
  it('opens the account whose owner it is', async () => {
    stage.tries.set(ADA, { owner: ownerOf(), unproven: [OTHERS] });
    const { owner, mine, key } = await checked();
    expect({ owner, mine, key }).toEqual({ owner: ownerOf(), mine: [], key: KEY });
  });

  it('opens the registrations that it belongs to, and no other', async () => {
    stage.tries.set(ADA, { owner: ownerOf({ passwordHash: 'another' }), unproven: [OTHERS, pendingOf('mine')] });
    const { owner, mine } = await checked();
    expect({ owner, mine }).toEqual({ owner: null, mine: [pendingOf('mine')] });
  });

  it('is known by the address however it is spelled', async () => {
    stage.tries.set(ADA, { owner: ownerOf() });
    expect((await checked({ email: 'ADA@Example.ORG' })).owner).toEqual(ownerOf());
  });

  it('is charged before it is compared, with the codes that it may prove something for', async () => {
    stage.tries.set(ADA, { owner: ownerOf() });
    await checked();
    await checked({ proof: 'phone' });
    expect(stage.tries.charged).toEqual([`password of ${ADA} for email`, `password of ${ADA} for phone`]);
    expect(stage.hasher.turns).toEqual(['sign-in', 'sign-in']);
  });

  it('costs one of each kind of foreign hash, whether or not there is an account', async () => {
    const decoy = { kind: 'bcrypt', work: 10, hash: 'decoy' };
    stage.tries.set(ADA, { decoys: [decoy] });
    expect(await check()).toEqual(invalid);
    expect(stage.hasher.decoys).toEqual([decoy]);
    expect(stage.hasher.turns).toEqual(['sign-in']);
  });

  it.each([
    ['that is wrong', { password: 'wrong' }, 'ada', ADA],
    ['at an address without an account', { email: 'eve@example.org' }, null, 'eve@example.org'],
    ['at what is no address', { email: 'eve' }, null, ''],
  ])('%s is refused alike, and counts', async (_, attempt, userId, email) => {
    stage.tries.set(ADA, { owner: ownerOf(), unproven: [OTHERS] });
    expect(await check(attempt)).toEqual(invalid);
    const event = failure(userId, 'password-wrong');
    expect(stage.tries.settled).toEqual([{ key: { ...KEY, email }, password: 'keep', network: 'keep', event }]);
    expect(stage.hasher.turns).toHaveLength(1);
  });

  it('that is wrong for registrations alone is a failure at the latest of them', async () => {
    stage.tries.set(ADA, { unproven: [OTHERS, pendingOf('older', { passwordHash: 'another' })] });
    await check();
    expect(stage.tries.settled).toMatchObject([{ event: failure('other', 'password-wrong') }]);
  });

  it('is not compared where too many were wrong, and gives back its place', async () => {
    stage.tries.retryAfterSeconds = 30;
    expect(await check()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 30 } });
    expect(stage.hasher.turns).toEqual([]);
    expect(stage.hasher.taken).toEqual([]);
  });

  it('is not charged where there is no room for its hash', async () => {
    stage.hasher.isFull = true;
    await expect(check()).rejects.toThrow(Overloaded);
    expect(stage.tries.charged).toEqual([]);
  });

  it('that could not be compared after all is no failed try, and gives back its place', async () => {
    stage.hasher.isFullLater = true;
    await expect(check()).rejects.toThrow(Overloaded);
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'give-back', network: 'give-back' }]);
    expect(stage.hasher.taken).toEqual([]);
  });
});

describe('a password that was checked', () => {
  const ofOwner = async () => {
    stage.tries.set(ADA, { owner: ownerOf(), unproven: [pendingOf('mine')] });
    return checked();
  };
  const ofRegistration = async () => {
    stage.tries.set(ADA, { owner: ownerOf({ passwordHash: 'another' }), unproven: [OTHERS, pendingOf('mine')] });
    return checked();
  };

  it('ends what was counted where it is the owner’s', async () => {
    await (await ofOwner()).right();
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'forget', network: 'give-back' }]);
    expect(stage.hasher.taken).toEqual([]);
  });

  it('gives back its own try alone where it is a registration’s: anybody can begin one', async () => {
    await (await ofRegistration()).right();
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'give-back', network: 'give-back' }]);
  });

  it('says why it opens nothing all the same, at whose it is', async () => {
    await (await ofRegistration()).right('activation-required');
    expect(stage.tries.settled).toMatchObject([{ event: failure('mine', 'activation-required') }]);
  });

  it.each([
    ['the owner’s', ofOwner, 'forget', 'ada'],
    ['a registration’s', ofRegistration, 'give-back', 'mine'],
  ] as const)('that is %s leaves a wrong code as a failure of the network', async (_, given, password, userId) => {
    await (await given()).failed('code-wrong');
    const event = failure(userId, 'code-wrong');
    expect(stage.tries.settled).toEqual([{ key: KEY, password, network: 'keep', event }]);
  });

  it('opens of an address that was read again what it belongs to there', async () => {
    const again = (await ofOwner()).opens({ owner: ownerOf({ passwordHash: 'new' }), unproven: [OTHERS] });
    expect(again).toEqual({ owner: null, mine: [] });
  });
});

describe('the password of a signed-in person, asked for again', () => {
  const ofAccount = (password = PASSWORD, id = 'ada') =>
    stage.passwords.ofAccount({ id, email: ADA }, password, context, standardPolicy);

  beforeEach(() => {
    stage.tries.set(ADA, { owner: ownerOf(), unproven: [OTHERS] });
  });

  it('answers the hash that it belongs to, and ends what was counted', async () => {
    expect(await ofAccount()).toEqual({ ok: true, value: ownerOf().passwordHash });
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'forget', network: 'give-back' }]);
    expect(stage.hasher.turns).toEqual(['sign-in']);
  });

  it.each([
    ['that is wrong', 'wrong', 'ada'],
    ['of a registration with the same address', 'another', 'ada'],
    ['of another account that has the address by now', PASSWORD, 'former'],
  ])('%s is refused, and counts', async (_, password, id) => {
    expect(await ofAccount(password, id)).toEqual({ ok: false, error: { code: 'password-wrong' } });
    expect(stage.tries.settled).toMatchObject([{ network: 'keep', password: 'keep' }]);
  });

  it('is not compared where too many were wrong', async () => {
    stage.tries.retryAfterSeconds = 30;
    expect(await ofAccount()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 30 } });
    expect(stage.tries.settled).toEqual([]);
  });
});
