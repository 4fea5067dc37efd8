import type { CommandContext, PersonalRecords, PersonKey } from '@gatehouse/kernel';
import { EraseUser } from '@gatehouse/registration/contract';
import type { Erasure, Erasures } from '../../../../../libs/registration/application/ports/standing.js';
import { EraseUserHandler, Erasing } from '../../../../../libs/registration/application/standing/erase-user.js';
import type { UserState } from '../../../../../libs/registration/domain/user/user.js';

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };

/** States of users. With somebody go the registrations that others have begun with their address. */
class InMemoryErasures implements Erasures {
  readonly states = new Map<string, UserState>([
    ['shop/ada', 'active'],
    ['garden/eve', 'active'],
  ]);
  readonly goWith: string[] = [];
  readonly erasures: Erasure[] = [];
  readonly events: string[] = [];
  /** Somebody else writes first, so many times. */
  lostRaces = 0;

  async stateOf({ application, userId }: PersonKey): Promise<UserState | null> {
    return this.states.get(`${application}/${userId}`) ?? null;
  }

  async erase(...[erasure, event, { application }]: Parameters<Erasures['erase']>): Promise<readonly string[] | null> {
    this.lostRaces -= 1;
    if (this.lostRaces >= 0) return null;
    this.erasures.push(erasure);
    const ids = [...erasure.userIds, ...this.goWith];
    for (const id of ids) this.states.set(`${application}/${id}`, 'erased');
    this.events.push(...ids.map((id) => `${event.type} of ${id}`));
    return ids;
  }
}

/** What another context keeps of people. */
const records = (name: string, erased: string[], isBroken = false): PersonalRecords => ({
  name,
  description: name,
  record: class {},
  find: async () => [],
  erase: async ({ application, userId }) => {
    if (isBroken) throw new Error('The database is gone');
    erased.push(`${name} of ${application}/${userId}`);
  },
});

let erasures: InMemoryErasures;
let erased: string[];

beforeEach(() => {
  erasures = new InMemoryErasures();
  erased = [];
});

const erase = (userId = 'ada', others = [records('sessions', erased), records('messages', erased)]) =>
  new EraseUserHandler({ erasures, erasing: new Erasing(erasures, others) }).execute(
    Object.assign(new EraseUser(), { userId }),
    context,
  );
const done = { ok: true, value: null };

describe('erasing a person', () => {
  it('erases the account in whatever state, and then what other contexts keep of everybody who goes', async () => {
    erasures.goWith.push('pending-ada');
    expect(await erase()).toEqual(done);
    expect(erasures.erasures).toEqual([{ userIds: ['ada'], provenHashes: null }]);
    expect(erasures.events).toEqual(['user.erased.v1 of ada', 'user.erased.v1 of pending-ada']);
    expect(erased).toEqual([
      'sessions of shop/ada',
      'messages of shop/ada',
      'sessions of shop/pending-ada',
      'messages of shop/pending-ada',
    ]);
  });

  it('has been done although what others keep could not be erased yet', async () => {
    expect(await erase('ada', [records('sessions', erased, true)])).toEqual(done);
    expect(erasures.states.get('shop/ada')).toBe('erased');
  });

  it('changes nothing the second time', async () => {
    await erase();
    expect(await erase()).toEqual(done);
    expect(erasures.erasures).toHaveLength(1);
  });

  it('decides again where somebody else was quicker, and erases nothing elsewhere before', async () => {
    erasures.lostRaces = 1;
    expect(await erase()).toEqual(done);
    expect(erased).toEqual(['sessions of shop/ada', 'messages of shop/ada']);
  });

  it('is refused where there never was such a person, or only in another application', async () => {
    expect(await erase('nobody')).toEqual({ ok: false, error: { code: 'account-unknown' } });
    expect(await erase('eve')).toEqual({ ok: false, error: { code: 'account-unknown' } });
    expect(erasures.states.get('garden/eve')).toBe('active');
    expect(erased).toEqual([]);
  });
});
