import { type QueryContext, queryWith } from '@gatehouse/kernel';
import {
  FindAccountStanding,
  FindIdsOfAddress,
  FindUser,
  FindUsers,
  FindUsersOfAddress,
  FindWasActivated,
  SearchUsers,
} from '@gatehouse/registration/contract';
import {
  FindAccountStandingHandler,
  FindIdsOfAddressHandler,
  FindUserHandler,
  FindUsersHandler,
  FindUsersOfAddressHandler,
  FindWasActivatedHandler,
  SearchUsersHandler,
} from '../../../../../libs/registration/application/standing/find-users.js';
import { NotedLookUps } from '../../../../support/handlers/noted-look-ups.js';
import { InMemoryUsers } from '../../../../support/registration/in-memory/in-memory-users.js';

const context: QueryContext = { application: 'shop', network: null, requestId: 'request-1' };

let users: InMemoryUsers;
let lookUps: NotedLookUps;

beforeEach(() => {
  users = new InMemoryUsers();
  lookUps = new NotedLookUps();
});

const find = (fields: Partial<FindUsers> = {}) =>
  new FindUsersHandler({ users, lookUps }).execute(queryWith(FindUsers, fields), context);
const search = (fields: Partial<SearchUsers>) =>
  new SearchUsersHandler({ users, lookUps }).execute(queryWith(SearchUsers, fields), context);
const ofAddress = (email: string) =>
  new FindUsersOfAddressHandler({ users, lookUps }).execute(queryWith(FindUsersOfAddress, { email }), context);
const byId = (userId: string) =>
  new FindUserHandler({ users, lookUps }).execute(queryWith(FindUser, { userId }), context);
const idsOf = (email: string) =>
  new FindIdsOfAddressHandler({ users }).execute(queryWith(FindIdsOfAddress, { email }), context);

const noted = (by: string, ...userIds: readonly string[]) => ({
  act: 'users.looked-up',
  by,
  userIds,
  application: 'shop',
});
const addMany = () => {
  for (let at = 0; at < 51; at += 1) users.add(`user-${at}`, { name: 'Ada' });
};
const invalid = (pointer: string) => ({
  ok: false,
  error: { code: 'validation-failed', errors: [expect.objectContaining({ pointer })] },
});

describe('an application’s people', () => {
  it('are listed the newest first, and it is noted who was seen', async () => {
    const old = users.add('old');
    const young = users.add('young');
    users.add('foreign', { application: 'garden' });
    expect(await find()).toEqual({ ok: true, value: { users: [young, old], nextAfter: null } });
    expect(lookUps.noted).toEqual([noted('list', 'young', 'old')]);
  });

  it.each([
    ['state', { state: 'pending' }, { state: 'pending' }],
    ['earliest time', { createdFrom: '2026-05-01T13:00:00.000Z' }, { createdAt: '2026-05-01T13:00:00.000Z' }],
    ['end', { createdBefore: '2026-05-01T12:00:00.000Z' }, { createdAt: '2026-05-01T11:59:59.999Z' }],
  ] as const)('can be those of one %s alone', async (_, fields, changes) => {
    users.add('usual');
    const meant = users.add('meant', changes);
    expect(await find(fields)).toEqual({ ok: true, value: { users: [meant], nextAfter: null } });
  });

  it('are 50 on a page by default, and go on behind it', async () => {
    addMany();
    const page = await find();
    expect(page.ok && page.value.users.length).toBe(50);
    expect(page).toMatchObject({ ok: true, value: { nextAfter: 'user-1' } });
    expect(await find({ after: 'user-1' })).toMatchObject({
      ok: true,
      value: { users: [{ id: 'user-0' }], nextAfter: null },
    });
    expect(await find({ limit: 1 })).toMatchObject({ ok: true, value: { nextAfter: 'user-50' } });
  });

  it('are not shown where that cannot be noted', async () => {
    users.add('ada');
    lookUps.isBroken = true;
    await expect(find()).rejects.toThrow('audit log');
    await expect(byId('ada')).rejects.toThrow('audit log');
  });
});

describe('people of whom a part is known', () => {
  it('are found by it as it is meant, in the state that is asked for', async () => {
    users.add('another', { name: 'Grace' });
    users.add('pending', { name: 'Ada  Lovelace', state: 'pending' });
    const ada = users.add('ada', { email: 'ada lovelace@example.org' });
    expect(await search({ text: ' ada   lovelace ', state: 'active' })).toEqual({
      ok: true,
      value: { users: [ada], nextAfter: null },
    });
    expect(lookUps.noted).toEqual([noted('part', 'ada')]);
  });

  it('are 50 on a page by default, and go on behind it', async () => {
    addMany();
    const page = await search({ text: 'ada' });
    expect(page.ok && page.value.users.length).toBe(50);
    expect(page).toMatchObject({ ok: true, value: { nextAfter: 'user-1' } });
    expect(await search({ text: 'ada', after: 'user-1', limit: 1 })).toMatchObject({
      ok: true,
      value: { users: [{ id: 'user-0' }], nextAfter: null },
    });
  });

  it('are not looked for by less than is worth it', async () => {
    users.add('ada', { name: 'Ada' });
    expect(await search({ text: 'ad' })).toEqual({
      ok: false,
      error: {
        code: 'validation-failed',
        errors: [
          {
            pointer: '/text',
            code: 'text-too-short',
            message: 'Must be longer than or equal to 3 characters',
            values: { limit: 3 },
          },
        ],
      },
    });
    expect(lookUps.noted).toEqual([]);
  });
});

describe('everybody at an address', () => {
  it('is found by the address however it is spelled, and noted', async () => {
    const pending = users.add('pending', { email: 'Ada@example.org', state: 'pending' });
    const owner = users.add('owner', { email: 'ada@example.org' });
    users.add('another', { email: 'grace@example.org' });
    expect(await ofAddress('ADA@Example.org')).toEqual({ ok: true, value: { users: [owner, pending] } });
    expect(lookUps.noted).toEqual([noted('address', 'owner', 'pending')]);
  });

  it('is known to other contexts by id and state alone, and nothing is noted', async () => {
    users.add('owner', { email: 'ada@example.org' });
    expect(await idsOf('Ada@example.org')).toEqual({ ok: true, value: [{ id: 'owner', state: 'active' }] });
    expect(lookUps.noted).toEqual([]);
  });

  it('is not looked for where it is no address', async () => {
    expect(await ofAddress('ada')).toEqual(invalid('/email'));
    expect(await idsOf('ada')).toEqual(invalid('/email'));
    expect(lookUps.noted).toEqual([]);
  });
});

describe('one person', () => {
  it('is shown, and noted', async () => {
    const ada = users.add('ada');
    expect(await byId('ada')).toEqual({ ok: true, value: ada });
    expect(lookUps.noted).toEqual([noted('id', 'ada')]);
  });

  it('is not found in another application, and then nothing is noted', async () => {
    users.add('eve', { application: 'garden' });
    expect(await byId('eve')).toEqual({ ok: false, error: { code: 'user-unknown' } });
    expect(lookUps.noted).toEqual([]);
  });

  it('was activated if they ever proved their address', async () => {
    users.add('ada', { activatedAt: '2026-05-01T12:00:00.000Z', state: 'erased' });
    users.add('grace', { state: 'pending' });
    const was = async (userId: string) =>
      new FindWasActivatedHandler({ users }).execute(queryWith(FindWasActivated, { userId }), context);
    expect(await was('ada')).toEqual({ ok: true, value: true });
    expect(await was('grace')).toEqual({ ok: true, value: false });
    expect(await was('nobody')).toEqual({ ok: true, value: false });
  });

  it('has a standing, unless they are nobody', async () => {
    const standing = { state: 'active', credentialsVersion: 3, keptSession: null } as const;
    const of = async ({ application, userId }: { readonly application: string; readonly userId: string }) =>
      `${application}/${userId}` === 'shop/ada' ? standing : null;
    const handler = new FindAccountStandingHandler({ standings: { of } });
    const standingOf = (userId: string) => handler.execute(queryWith(FindAccountStanding, { userId }), context);
    expect(await standingOf('ada')).toEqual({ ok: true, value: standing });
    expect(await standingOf('eve')).toEqual({ ok: false, error: { code: 'account-unknown' } });
  });
});
