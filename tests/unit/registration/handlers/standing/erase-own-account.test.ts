import type { PersonKey } from '@gatehouse/kernel';
import { EraseOwnAccount } from '@gatehouse/registration/contract';
import type { Erasure, Erasures } from '../../../../../libs/registration/application/ports/standing.js';
import { EraseOwnAccountHandler, Erasing } from '../../../../../libs/registration/application/standing/erase-user.js';
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

const HASH = ownerOf().passwordHash;
const OTHERS = pendingOf('other', { passwordHash: 'hash of another at shop/ada@example.org' });

let stage: PasswordStage;
let erased: Erasure[];
let lostRaces: number;

beforeEach(() => {
  stage = new PasswordStage();
  erased = [];
  lostRaces = 0;
});

const erasures: Erasures = {
  stateOf: async (_: PersonKey) => null,
  erase: async (erasure) => {
    lostRaces -= 1;
    if (lostRaces >= 0) return null;
    erased.push(erasure);
    return erasure.userIds;
  },
};
const erase = (password = PASSWORD) =>
  new EraseOwnAccountHandler({ ...stage, erasing: new Erasing(erasures, []) }).execute(
    Object.assign(new EraseOwnAccount(), { email: ADA, password }),
    context,
  );
const done = { ok: true, value: null };
const suspended = { ok: false, error: { code: 'account-suspended' } };
const invalid = { ok: false, error: { code: 'credentials-invalid' } };

describe('erasing what a password opens', () => {
  it('erases the account of its owner alone, guarded by the hash that was proven', async () => {
    stage.tries.set(ADA, { owner: ownerOf(), unproven: [pendingOf('mine')] });
    expect(await erase()).toEqual(done);
    expect(erased).toEqual([{ userIds: ['ada'], provenHashes: [HASH] }]);
    expect(stage.tries.settled).toEqual([{ key: KEY, password: 'forget', network: 'give-back' }]);
    expect(stage.hasher.turns).toEqual(['sign-in']);
  });

  it('erases the registrations that it belongs to where it is not the owner’s', async () => {
    const unproven = [OTHERS, pendingOf('mine'), pendingOf('mine too')];
    stage.tries.set(ADA, { owner: ownerOf({ passwordHash: 'another' }), unproven });
    expect(await erase()).toEqual(done);
    expect(erased).toEqual([{ userIds: ['mine', 'mine too'], provenHashes: [HASH] }]);
  });

  it('erases those whose hash was made at another cost as well', async () => {
    const newer = pendingOf('newer', { passwordHash: `${HASH} at another cost` });
    stage.tries.set(ADA, { unproven: [newer, OTHERS, pendingOf('older')] });
    expect(await erase()).toEqual(done);
    expect(erased).toEqual([{ userIds: ['newer', 'older'], provenHashes: [newer.passwordHash, HASH] }]);
    expect(stage.hasher.turns).toEqual(['sign-in']);
  });

  it('is refused with a wrong password, which counts', async () => {
    stage.tries.set(ADA, { owner: ownerOf(), unproven: [OTHERS] });
    expect(await erase('wrong')).toEqual(invalid);
    expect(stage.tries.settled).toMatchObject([{ password: 'keep', network: 'keep' }]);
    expect(erased).toEqual([]);
  });

  it('is refused to the owner of a suspended account, and then nothing else is erased', async () => {
    stage.tries.set(ADA, { owner: ownerOf({ state: 'suspended' }), unproven: [pendingOf('mine')] });
    expect(await erase()).toEqual(suspended);
    const data = { userId: 'ada', network: NETWORK, reason: 'account-suspended' };
    expect(stage.tries.settled).toMatchObject([{ password: 'forget', network: 'give-back', event: { data } }]);
    expect(erased).toEqual([]);
  });
});

describe('erasing what is not as it was read any more', () => {
  const meanwhile = (situation: Parameters<typeof stage.tries.set>[1]) => {
    lostRaces = 1;
    stage.tries.set(ADA, { owner: ownerOf() });
    stage.tries.meanwhile = () => stage.tries.set(ADA, situation);
  };

  it('compares the password again, as a sign-in does, and counts no other try', async () => {
    meanwhile({ owner: ownerOf({ passwordHash: `${HASH} at another cost` }) });
    expect(await erase()).toEqual(done);
    expect(erased).toEqual([{ userIds: ['ada'], provenHashes: [`${HASH} at another cost`] }]);
    expect(stage.hasher.turns).toEqual(['sign-in', 'sign-in']);
    expect(stage.tries.charged).toHaveLength(1);
    expect(stage.tries.settled).toHaveLength(1);
  });

  it('is refused where it has another password by now', async () => {
    meanwhile({ owner: ownerOf({ passwordHash: 'hash of new at shop/ada@example.org' }) });
    expect(await erase()).toEqual(invalid);
    expect(erased).toEqual([]);
  });

  it('is refused where it is suspended by now', async () => {
    meanwhile({ owner: ownerOf({ state: 'suspended' }) });
    expect(await erase()).toEqual(suspended);
    expect(erased).toEqual([]);
  });
});
