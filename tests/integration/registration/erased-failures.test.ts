import type { TestDatabase } from '../../support/database.js';
import { untilBlocked } from '../../support/lock-holder.js';
import {
  ADA,
  type ContestedAddress,
  ERASED,
  openContestedAddress,
} from '../../support/registration/contested-address.js';
import type { RegistrationHarness } from '../../support/registration/registration-harness.js';

const NETWORK = '198.51.100.7';

describe('a wrong password while the account is erased', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let mallory: string;
  let ada: string;
  let erase: ContestedAddress['erase'];
  let lockUser: ContestedAddress['lockUser'];

  openContestedAddress((opened) => {
    ({ db, harness, mallory, ada, erase, lockUser } = opened);
  });

  const guess = () => harness.authenticate({ ...ADA, password: 'ten eight lanterns' }, { network: NETWORK });
  const told = async () => {
    const rows = await db.sql<{ subject: string; data: object }[]>`
      select subject, data from gatehouse.event_log where type = 'authentication.failed.v1' order by position`;
    return rows.map(({ subject, data }) => ({ subject, ...data }));
  };
  const failure = (network: string | null) => ({ subject: ada, userId: ada, network, reason: 'password-wrong' });

  it('names the network where the account stays', async () => {
    await guess();
    expect(await told()).toEqual([failure(NETWORK)]);
  });

  it('no longer does once the account is erased', async () => {
    await guess();
    expect(await erase()).toEqual(ERASED);
    expect(await told()).toEqual([failure(null)]);
  });

  it('does not where it is told while the erasure waits for another registration', async () => {
    const holder = await lockUser(mallory);
    const erasure = erase();
    await untilBlocked(db, 1);
    await guess();
    expect(await told()).toEqual([failure(NETWORK)]);
    await holder.release();
    expect(await erasure).toEqual(ERASED);
    expect(await told()).toEqual([failure(null)]);
  });

  it.each(['the erasure', 'the guess'])(
    'does not where both wait for the account, and %s came first',
    async (first) => {
      const holder = await lockUser(ada);
      const calls = first === 'the erasure' ? [erase, guess] : [guess, erase];
      const outcomes: Promise<unknown>[] = [];
      for (const call of calls) {
        outcomes.push(call());
        await untilBlocked(db, outcomes.length);
      }
      await holder.release();
      await Promise.all(outcomes);
      expect(await outcomes[first === 'the erasure' ? 0 : 1]).toEqual(ERASED);
      expect(await told()).toEqual([failure(null)]);
    },
  );
});
