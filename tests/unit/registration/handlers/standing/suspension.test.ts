import type { CommandContext } from '@gatehouse/kernel';
import { ResumeUser, SuspendUser } from '@gatehouse/registration/contract';
import type { Suspensions } from '../../../../../libs/registration/application/ports/standing.js';
import {
  ResumeUserHandler,
  SuspendUserHandler,
} from '../../../../../libs/registration/application/standing/suspend-user.js';
import type { UserState } from '../../../../../libs/registration/domain/user/user.js';
import { CountedIds } from '../../../../support/handlers/counted-ids.js';

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };

/** States of users, and what was written of them. Opens what is closed, and closes what is open. */
class InMemoryStandings implements Suspensions {
  readonly states = new Map<string, UserState>([
    ['shop/ada', 'active'],
    ['garden/eve', 'active'],
  ]);
  readonly events: unknown[] = [];
  /** Happens once, between what is read and what is written. */
  meanwhile: (() => void) | undefined;

  async stateOf({ application, userId }: Parameters<Suspensions['stateOf']>[0]): Promise<UserState | null> {
    const state = this.states.get(`${application}/${userId}`) ?? null;
    this.meanwhile?.();
    this.meanwhile = undefined;
    return state;
  }

  suspend = (...call: Parameters<Suspensions['suspend']>) => this.#move('active', 'suspended', ...call);
  resume = (...call: Parameters<Suspensions['resume']>) => this.#move('suspended', 'active', ...call);

  async #move(
    from: UserState,
    to: UserState,
    { application, userId }: Parameters<Suspensions['stateOf']>[0],
    event: unknown,
    _context: CommandContext,
  ): Promise<boolean> {
    const place = `${application}/${userId}`;
    if (this.states.get(place) !== from) return false;
    this.states.set(place, to);
    this.events.push(event);
    return true;
  }
}

let users: InMemoryStandings;

beforeEach(() => {
  users = new InMemoryStandings();
});

const suspend = (userId = 'ada', reason = 'fraud') =>
  new SuspendUserHandler({ suspensions: users, ids: new CountedIds() }).execute(
    Object.assign(new SuspendUser(), { userId, reason }),
    context,
  );
const resume = (userId = 'ada') =>
  new ResumeUserHandler({ suspensions: users, ids: new CountedIds() }).execute(
    Object.assign(new ResumeUser(), { userId }),
    context,
  );
const done = { ok: true, value: null };

describe('suspending an account', () => {
  it('closes it, with the reason as text that can be read', async () => {
    expect(await suspend('ada', '  Cafe\u0301 fraud ')).toEqual(done);
    expect(users.states.get('shop/ada')).toBe('suspended');
    expect(users.events).toEqual([
      {
        id: 'id-1',
        subject: 'ada',
        type: 'user.suspended.v1',
        data: { userId: 'ada', reason: 'Café fraud', keptSession: null },
        awaits: ['credentialsVersion'],
      },
    ]);
  });

  it('changes nothing the second time', async () => {
    await suspend();
    expect(await suspend()).toEqual(done);
    expect(users.events).toHaveLength(1);
  });

  it('decides again where somebody else was quicker', async () => {
    users.meanwhile = () => users.states.set('shop/ada', 'suspended');
    expect(await suspend()).toEqual(done);
    expect(users.events).toEqual([]);
  });
});

describe('resuming an account', () => {
  it('opens it again', async () => {
    users.states.set('shop/ada', 'suspended');
    expect(await resume()).toEqual(done);
    expect(users.states.get('shop/ada')).toBe('active');
    expect(users.events).toEqual([{ id: 'id-1', subject: 'ada', type: 'user.resumed.v1', data: { userId: 'ada' } }]);
  });

  it('changes nothing where it is open', async () => {
    expect(await resume()).toEqual(done);
    expect(users.events).toEqual([]);
  });

  it('decides again where somebody else was quicker', async () => {
    users.states.set('shop/ada', 'suspended');
    users.meanwhile = () => users.states.set('shop/ada', 'erased');
    expect(await resume()).toEqual({ ok: false, error: { code: 'account-unknown' } });
    expect(users.events).toEqual([]);
  });
});

describe.each([
  ['suspending', (userId: string) => suspend(userId)],
  ['resuming', (userId: string) => resume(userId)],
])('%s what is no account', (_, change) => {
  it.each([
    ['pending', 'activation-required'],
    ['superseded', 'account-unknown'],
    ['erased', 'account-unknown'],
  ] as const)('is refused: %s', async (state, code) => {
    users.states.set('shop/ada', state);
    expect(await change('ada')).toEqual({ ok: false, error: { code } });
    expect(users.states.get('shop/ada')).toBe(state);
  });

  it('is refused where there is none, or only in another application', async () => {
    expect(await change('nobody')).toEqual({ ok: false, error: { code: 'account-unknown' } });
    expect(await change('eve')).toEqual({ ok: false, error: { code: 'account-unknown' } });
    expect(users.states.get('garden/eve')).toBe('active');
  });
});
