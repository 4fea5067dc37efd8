import type { TestDatabase } from '../../support/database.js';
import { holdLocks, type LockHolder, untilBlocked } from '../../support/lock-holder.js';
import {
  ADA,
  type ContestedAddress,
  ERASED,
  openContestedAddress,
} from '../../support/registration/contested-address.js';
import type { RegistrationHarness } from '../../support/registration/registration-harness.js';

describe('a code for a new password that is asked for while its owner is erased', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let mallory: string;
  let ada: string;
  let erase: ContestedAddress['erase'];
  let lockUser: ContestedAddress['lockUser'];

  openContestedAddress((opened) => {
    ({ db, harness, mallory, ada, erase, lockUser } = opened);
  });

  const lockCode = (id: string) =>
    holdLocks(db, (sql) => sql`select 1 from gatehouse.activation_codes where id = ${id} for update`);
  const askReset = async () => {
    expect(await harness.askReset(ADA.email)).toEqual({ ok: true, value: null });
    const [code] = await db.sql<{ id: string }[]>`
      select id from gatehouse.activation_codes where purpose = 'password-reset'`;
    return code?.id as string;
  };
  const left = async () => {
    const owners = await db.sql<{ user_id: string | null }[]>`select user_id from gatehouse.activation_codes`;
    return owners.map(({ user_id }) => user_id);
  };
  /** What the dispatch comes to once the holder of the locks has let go; it may wait for them, or be done. */
  const dispatchBeside = async (codeId: string, blocked: number, holder: LockHolder) => {
    const dispatched = harness.dispatch(codeId);
    await Promise.race([dispatched, untilBlocked(db, blocked)]);
    await holder.release();
    return dispatched;
  };
  const nobody = { ok: true, value: { kind: 'nobody' } };

  it.each([
    ['the account', () => lockUser(ada)],
    ['one of its other codes', async () => lockCode(await harness.latestCode(ada))],
  ])('goes to nobody, and is nobody’s, where the erasure waits for %s', async (_, lock) => {
    const holder = await lock();
    const erasure = erase();
    await untilBlocked(db, 1);
    const codeId = await askReset();
    expect(await dispatchBeside(codeId, 2, holder)).toEqual(nobody);
    expect(await erasure).toEqual(ERASED);
    // As any that is asked for an address without an account: the purge takes it two days later.
    expect(await left()).toEqual([null]);
  });

  it('goes with the account where it has got its owner while the erasure waits for another registration', async () => {
    const holder = await lockUser(mallory);
    const erasure = erase();
    await untilBlocked(db, 1);
    expect(await harness.dispatch(await askReset())).toMatchObject({ ok: true, value: { kind: 'code' } });
    await holder.release();
    expect(await erasure).toEqual(ERASED);
    expect(await left()).toEqual([]);
  });

  it('goes with the account where the erasure waits for the dispatch', async () => {
    const codeId = await askReset();
    const holder = await lockCode(codeId);
    const dispatched = harness.dispatch(codeId);
    await untilBlocked(db, 1);
    const erasure = erase();
    await untilBlocked(db, 2);
    await holder.release();
    expect(await dispatched).toMatchObject({ ok: true, value: { kind: 'code' } });
    expect(await erasure).toEqual(ERASED);
    expect(await left()).toEqual([]);
  });

  it.each(['asked for', 'sent'])('goes with the account where it was %s before', async (when) => {
    const codeId = await askReset();
    if (when === 'sent') await harness.dispatch(codeId);
    expect(await erase()).toEqual(ERASED);
    expect(await harness.dispatch(codeId)).toMatchObject({ ok: false, error: { code: 'code-unknown' } });
    expect(await left()).toEqual([]);
  });

  it('goes to nobody where it is asked for afterwards', async () => {
    expect(await erase()).toEqual(ERASED);
    expect(await harness.dispatch(await askReset())).toEqual(nobody);
    expect(await left()).toEqual([null]);
  });

  it('is given an owner once, and another dispatch leaves the account as it is', async () => {
    const versionOf = async () => (await db.sql`select version from gatehouse.users where id = ${ada}`)[0]?.['version'];
    const before = await versionOf();
    const codeId = await askReset();
    await harness.dispatch(codeId);
    await harness.dispatch(codeId);
    expect(await versionOf()).toBe(before + 1);
  });
});
