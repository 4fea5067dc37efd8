import { REGISTRATION } from '@gatehouse/registration';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { holdLocks, untilBlocked } from '../../support/lock-holder.js';
import { activatingTry, wrongTry } from '../../support/registration/code-tries.js';
import { beginAt, otherThan, RegistrationHarness, setPolicy } from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const ADA = { email: 'ada@example.org', password: 'correct horse battery' };

/** Two processes' worth of registration on one database: what agrees here agrees between any number of them. */
describe('many at once', () => {
  let db: TestDatabase;
  let harnesses: RegistrationHarness[];

  beforeAll(async () => {
    db = await createTestDatabase();
    // These are about codes and addresses; the throttles have tests of their own.
    const unthrottled = {
      messages: { gapSeconds: 0, perHour: 100_000, perDay: 100_000, perNetworkAndHour: 100_000 },
      guessing: { freeTries: 100_000, perNetwork: 100_000 },
    };
    await setPolicy(db, unthrottled);
    await setPolicy(db, { ...unthrottled, code: { digits: 8 } }, 'long');
    harnesses = [new RegistrationHarness(db), new RegistrationHarness(db)];
  });
  afterAll(async () => {
    await Promise.all(harnesses.map((harness) => harness.close()));
    await db.drop();
  });
  beforeEach(() => beginAt(db, START));

  const harness = (index = 0) => harnesses[index % harnesses.length] as RegistrationHarness;
  const outcomes = async (answers: Promise<{ ok: boolean; error?: { code: string } } | { ok: true }>[]) => {
    const counts: Record<string, number> = {};
    for (const answer of await Promise.all(answers)) {
      const outcome = 'error' in answer && answer.error ? answer.error.code : 'ok';
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    return counts;
  };
  const times = <T>(count: number, run: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => run(i));
  const deadlocks = async () => {
    await db.sql`select pg_stat_clear_snapshot()`;
    const [row] = await db.sql`select deadlocks::int from pg_stat_database where datname = current_database()`;
    return row?.['deadlocks'];
  };
  const eventsByType = async () => {
    const rows = await db.sql<{ type: string; count: number; subjects: number }[]>`
      select type, count(*)::int as count, count(distinct subject)::int as subjects
      from gatehouse.event_log group by type order by type`;
    return Object.fromEntries(rows.map(({ type, count, subjects }) => [type, { count, subjects }]));
  };

  it('200 right codes: exactly one activates', async () => {
    const userId = await harness().register(ADA);
    const digits = await harness().deliver(userId);
    expect(await outcomes(times(200, (index) => harness(index).activate(ADA, digits)))).toEqual({
      ok: 1,
      'already-active': 199,
    });
    expect(await eventsByType()).toMatchObject({ 'user.activated.v1': { count: 1, subjects: 1 } });
    const codes = await db.sql`select attempts, consumed_at from gatehouse.activation_codes`;
    expect([...codes]).toEqual([{ attempts: 1, consumed_at: START }]);
    const [user] = await db.sql`select version from gatehouse.users`;
    expect(user).toEqual({ version: 2 });
  }, 180_000);

  it('500 wrong codes: at most three are evaluated', async () => {
    const digits = await harness().deliver(await harness().register(ADA));
    const answers = times(500, (index) => harness(index).activate(ADA, otherThan(digits, 1 + index)));
    expect(await outcomes(answers)).toEqual({ 'code-invalid': 3, 'tries-exhausted': 497 });
    const [code] = await db.sql`select attempts from gatehouse.activation_codes`;
    expect(code).toEqual({ attempts: 3 });
    const [budget] = await db.sql`select cardinality(hits) as used from gatehouse.throttles
      where bucket = 'short-code-tries'`;
    expect(budget).toEqual({ used: 3 });
    expect(await harness().activate(ADA, digits)).toMatchObject({ error: { code: 'tries-exhausted' } });
  }, 180_000);

  it('100 wrong codes for a long code, which has no shared tries: three are evaluated', async () => {
    const long = { application: 'long' };
    const digits = await harness().deliver(await harness().register(ADA, long), long);
    const answers = times(100, (index) => harness(index).activate(ADA, otherThan(digits, 1 + index), long));
    expect(await outcomes(answers)).toEqual({ 'code-invalid': 3, 'tries-exhausted': 97 });
    const [code] = await db.sql`select attempts from gatehouse.activation_codes`;
    expect(code).toEqual({ attempts: 3 });
    expect(await harness().activate(ADA, digits, long)).toMatchObject({ error: { code: 'tries-exhausted' } });
  }, 180_000);

  it('wrong codes against several live ones: no more than three comparisons in all', async () => {
    const userId = await harness().register(ADA);
    const digits = [await harness().deliver(userId)];
    for (let code = 2; code <= 5; code++) {
      await harness().askAgain(ADA.email);
      digits.push(await harness().deliver(userId));
    }
    const wrong = times(50, (index) => String(index).padStart(4, '0')).filter((code) => !digits.includes(code));
    const seen = await outcomes(wrong.map((code, index) => harness(index).activate(ADA, code)));
    expect(Object.keys(seen).sort()).toEqual(['code-invalid', 'tries-exhausted']);
    const [spent] = await db.sql`select sum(attempts)::int as attempts,
      (select cardinality(hits) from gatehouse.throttles where bucket = 'short-code-tries') as budget
      from gatehouse.activation_codes`;
    expect(spent).toEqual({ attempts: 3, budget: 3 });
  }, 180_000);

  it('200 sign-ups of one address, then 200 activations: one wins and voids all others', async () => {
    const people = times(200, (index) => ({ ...ADA, password: `a password of person ${index}` }));
    const ids = await Promise.all(people.map((person, index) => harness(index).register(person)));
    const digits = await Promise.all(ids.map((id, index) => harness(index).deliver(id)));
    const before = await deadlocks();
    const seen = await outcomes(people.map((person, index) => harness(index).activate(person, digits[index] ?? '')));
    expect(seen).toEqual({ ok: 1, 'code-invalid': 199 });

    const states = await db.sql`select state, count(*)::int, min(version) as version
      from gatehouse.users group by state order by state`;
    expect([...states]).toEqual([
      { state: 'active', count: 1, version: 2 },
      { state: 'superseded', count: 199, version: 2 },
    ]);
    expect(await eventsByType()).toEqual({
      'user.registered.v1': { count: 200, subjects: 200 },
      'activation-code.issued.v1': { count: 200, subjects: 200 },
      'user.activated.v1': { count: 1, subjects: 1 },
      'registration.superseded.v1': { count: 199, subjects: 199 },
      'authentication.failed.v1': { count: 199, subjects: 199 },
    });
    const [codes] = await db.sql`select count(consumed_at)::int as used, count(voided_at)::int as void
      from gatehouse.activation_codes`;
    expect(codes).toEqual({ used: 1, void: 199 });
    const [supersededBy] =
      await db.sql`select count(distinct data->>'supersededBy')::int as winners, min(active.id::text)
      = min(data->>'supersededBy') as the_one from gatehouse.event_log, gatehouse.users active
      where type = 'registration.superseded.v1' and active.state = 'active'`;
    expect(supersededBy).toEqual({ winners: 1, the_one: true });
    expect(await deadlocks()).toBe(before);
  }, 180_000);

  it('right and wrong codes of many registrations of one address: all are answered', async () => {
    const people = times(20, (index) => ({ ...ADA, password: `a password of person ${index}` }));
    const ids = await Promise.all(people.map((person, index) => harness(index).register(person)));
    const digits = await Promise.all(ids.map((id, index) => harness(index).deliver(id)));
    const before = await deadlocks();
    const answers = people.flatMap((person, index) => {
      const right = digits[index] ?? '';
      return [otherThan(right), right, otherThan(right, 2), right].map((code, turn) =>
        harness(index + turn).activate(person, code),
      );
    });
    const seen = await outcomes(answers);
    expect(seen['ok'] ?? 0).toBeLessThanOrEqual(1);
    expect(seen['busy']).toBeUndefined();
    const [owners] = await db.sql`select count(*)::int from gatehouse.users where state = 'active'`;
    expect(owners).toEqual({ count: seen['ok'] ?? 0 });
    expect(await deadlocks()).toBe(before);
  }, 180_000);

  it('a winner and a wrong try of another registration never wait for each other in a circle', async () => {
    const EVE = { ...ADA, password: 'the password of a stranger' };
    const [ada, eve] = [await harness().register(ADA), await harness().register(EVE)];
    const [adasCode, evesCode] = [await harness().latestCode(ada), await harness().latestCode(eve)];
    await harness().deliver(ada);
    await harness().activate(EVE, otherThan(await harness().deliver(eve)));
    const before = await deadlocks();
    const key = { application: 'default', email: ADA.email, network: null };
    const codes = (index: number) => harness(index).container.get(REGISTRATION.codes);

    const shared = await holdLocks(
      db,
      (sql) => sql`select from gatehouse.throttles
      where bucket = 'short-code-tries' for update`,
    );
    const right = codes(0).try(activatingTry(key, adasCode, { id: ada, version: 1 }));
    await untilBlocked(db, 1);
    const wrong = codes(1).try(wrongTry(key, evesCode));
    await untilBlocked(db, 2);
    await shared.release();
    expect(await right).toMatchObject({ kind: 'proven', profile: { id: ada, state: 'active' } });
    expect(await wrong).toEqual({ kind: 'stale' });
    expect(await deadlocks()).toBe(before);
  });

  it('a right code while its mail is sent again, accepted and given up: it is used once, whatever comes first', async () => {
    for (let round = 0; round < 20; round++) {
      const person = { ...ADA, email: `ada${round}@example.org` };
      const userId = await harness().register(person);
      const codeId = await harness().latestCode(userId);
      const digits = await harness().send(userId);
      await Promise.all([
        harness(0).dispatch(codeId),
        harness(1).activate(person, digits),
        harness(0).start(codeId),
        harness(1).activate(person, digits),
        harness(0).abandon(codeId, 'deadline'),
      ]);
    }
    const [row] = await db.sql`select
      (select count(*)::int from gatehouse.users where state = 'active') as active,
      (select count(*)::int from gatehouse.activation_codes where consumed_at is not null) as used,
      (select count(*)::int from gatehouse.event_log where type = 'user.activated.v1') as events`;
    expect(row?.['used']).toBe(row?.['active']);
    expect(row?.['events']).toBe(row?.['active']);
  }, 180_000);

  it('sign-ups while another registration is activated: none of them owns the address afterwards', async () => {
    const digits = await harness().deliver(await harness().register(ADA));
    const [activation, ...signUps] = await Promise.all([
      harness(0).activate(ADA, digits),
      ...times(30, (index) => harness(index).signUp({ ...ADA, password: `a password of person ${index}` })),
    ]);
    expect(activation).toMatchObject({ ok: true });
    expect(signUps.every(({ ok }) => ok)).toBe(true);
    const [owners] = await db.sql`select count(*)::int from gatehouse.users where state = 'active'`;
    expect(owners).toEqual({ count: 1 });
    // Those that came too late for the winner to see stay pending, and nothing activates them.
    const late = await db.sql<{ id: string }[]>`select id from gatehouse.users where state = 'pending'`;
    for (const { id } of late) {
      expect(await harness().dispatch(await harness().latestCode(id))).toMatchObject({
        ok: true,
        value: { kind: 'account-exists', purpose: 'activation' },
      });
    }
  }, 180_000);
});
