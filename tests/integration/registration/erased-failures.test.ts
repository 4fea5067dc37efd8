import { commandFrom } from '@gatehouse/platform/edge';
import { EraseUser } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { holdLocks, type LockHolder, untilBlocked } from '../../support/lock-holder.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { beginAt, type RegistrationHarness } from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const MALLORY = { ...ADA, password: 'a stranger’s lanterns' };
const NETWORK = '198.51.100.7';

describe('a wrong password while the account is erased', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let mallory: string;
  let ada: string;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
    mallory = await harness.register(MALLORY);
    await db.advance(60_000);
    ada = await harness.activated(ADA);
    await db.advance(60_000);
  });

  const erase = () => harness.execute(commandFrom(EraseUser, { userId: ada }));
  const lockUser = (id: string) =>
    holdLocks(db, (sql) => sql`select 1 from gatehouse.users where id = ${id} for update`);
  const guess = () => harness.authenticate({ ...ADA, password: 'ten eight lanterns' }, { network: NETWORK });
  const told = async () => {
    const rows = await db.sql<{ subject: string; data: object }[]>`
      select subject, data from gatehouse.event_log where type = 'authentication.failed.v1' order by position`;
    return rows.map(({ subject, data }) => ({ subject, ...data }));
  };
  const failure = (network: string | null) => ({ subject: ada, userId: ada, network, reason: 'password-wrong' });
  const erased = { ok: true, value: null };
  const release = async (holder: LockHolder, blocked: number) => {
    await untilBlocked(db, blocked);
    await holder.release();
  };

  it('names the network where the account stays', async () => {
    await guess();
    expect(await told()).toEqual([failure(NETWORK)]);
  });

  it('no longer does once the account is erased', async () => {
    await guess();
    expect(await erase()).toEqual(erased);
    expect(await told()).toEqual([failure(null)]);
  });

  it('does not where it is told while the erasure waits for another registration', async () => {
    const holder = await lockUser(mallory);
    const erasure = erase();
    await untilBlocked(db, 1);
    await guess();
    expect(await told()).toEqual([failure(NETWORK)]);
    await holder.release();
    expect(await erasure).toEqual(erased);
    expect(await told()).toEqual([failure(null)]);
  });

  it.each(['the erasure', 'the guess'])(
    'does not where both wait for the account, and %s came first',
    async (first) => {
      const holder = await lockUser(ada);
      // What is read before the account is locked is done by then.
      const calls = first === 'the erasure' ? [erase, guess] : [guess, erase];
      const outcomes: Promise<unknown>[] = [];
      for (const call of calls) {
        outcomes.push(call());
        await untilBlocked(db, outcomes.length);
      }
      await release(holder, 2);
      await Promise.all(outcomes);
      expect(await outcomes[first === 'the erasure' ? 0 : 1]).toEqual(erased);
      expect(await told()).toEqual([failure(null)]);
    },
  );
});
