import { Overloaded } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import { REGISTRATION } from '@gatehouse/registration';
import { CreateAccount } from '@gatehouse/registration/contract';
import { jest } from '@jest/globals';
import { StoppedClock } from '../../support/access/stopped-clock.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { whileFull } from '../../support/registration/full-hash-queue.js';
import { RegistrationHarness } from '../../support/registration/registration-harness.js';

const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const NOBODY = { email: 'nobody@example.org', password: 'nine seven lanterns' };
const NEIGHBOUR = { application: 'neighbour' };
const HASHES = 3;

describe('a call that is refused because too many passwords wait', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`insert into gatehouse.applications (slug, name) values (${NEIGHBOUR.application}, 'Neighbour')`;
    harness = new RegistrationHarness(db, { HASH_CONCURRENCY: '1', HASH_QUEUE_LIMIT: String(HASHES) });
    // Applications are read again by its time.
    harness.container.rebind(PLATFORM.clock).toConstantValue(new StoppedClock(new Date()));
    await harness.activated(ADA);
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });

  const statements = () => jest.spyOn(harness.container.get(PLATFORM.database), 'query');
  const createAccount = ({ email, password }: typeof ADA) =>
    harness.execute(Object.assign(new CreateAccount(), { email, password }), {
      administrator: { kind: 'operator', id: null, application: 'default', everywhere: true },
    });

  it.each<[string, (person: typeof ADA) => Promise<unknown>]>([
    ['a sign-up', (person) => harness.signUp(person)],
    ['a sign-in', (person) => harness.authenticate(person)],
    ['an activation', (person) => harness.activate(person, '0417')],
    ['a reset', ({ email, password }) => harness.resetPassword(email, '04170417', password)],
    ['an account from a product', createAccount],
  ])('runs no statement: %s, of an address that has an account or none', async (_, call) => {
    await whileFull(harness.container, HASHES, async () => {
      const query = statements();
      try {
        for (const person of [ADA, NOBODY]) {
          await expect(call(person)).rejects.toMatchObject({ name: 'Overloaded', retryAfterSeconds: 2 });
        }
        expect(query).not.toHaveBeenCalled();
      } finally {
        query.mockRestore();
      }
    });
  });

  it('counts as no try, and is admitted when there is room again', async () => {
    await whileFull(harness.container, HASHES, async () => {
      for (let time = 1; time <= 6; time += 1) {
        await expect(harness.authenticate({ ...ADA, password: 'wrong' })).rejects.toThrow(Overloaded);
      }
    });
    expect((await harness.authenticate(ADA)).ok).toBe(true);
    expect((await harness.signUp(NOBODY)).ok).toBe(true);
  });

  it('is no other application’s', async () => {
    await whileFull(harness.container, HASHES, async () =>
      expect((await harness.signUp(NOBODY, NEIGHBOUR)).ok).toBe(true),
    );
  });

  it('is refused before its statements and never after them: only as many are read for as may wait', async () => {
    const query = statements();
    const together = Array.from({ length: 20 }, (_, index) =>
      harness.signUp({ ...NOBODY, email: `person${index}@example.org` }),
    );
    const outcomes = await Promise.allSettled(together);
    const asked = query.mock.calls.length;
    query.mockRestore();
    const admitted = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(admitted).toHaveLength(HASHES);
    // One that reads what the address was sent, and the one that writes.
    expect(asked).toBe(2 * HASHES);
  });

  it('keeps no place for a call that ended before its hash', async () => {
    const gone = { ...NOBODY, email: 'nobody@localhost' };
    for (let time = 0; time <= HASHES; time += 1) expect((await harness.signUp(gone)).ok).toBe(false);
    // Asked again within the gap between two messages: refused after its first statement.
    for (let time = 0; time <= HASHES; time += 1) await harness.signUp(NOBODY);
    const { figures } = harness.container.get(REGISTRATION.hashQueue);
    expect(figures).toMatchObject({ running: 0, waiting: 0 });
    await whileFull(harness.container, HASHES, async () => undefined);
  });
});
