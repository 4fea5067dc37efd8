import { Overloaded } from '@gatehouse/kernel';
import { KnownForeignHashes } from '../../../libs/registration/adapters/foreign-hashes/known-foreign-hashes.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { RegistrationHarness, setPolicy } from '../../support/registration/registration-harness.js';

const DIGEST = 'uK7Vp8iJScsn8TC7o73cv30nF+Dk8r2t0kt/YD6zTS0';
/** A quarter of a second by estimate, for each of two kinds. */
const DEAR = [`pbkdf2_sha256$1000000$salt$${DIGEST}=`, `pbkdf2_sha1$250000$salt$${DIGEST}=`];
const NOBODY = (index: number) => ({ email: `person${index}@example.org`, password: 'a guess of mine' });
const THERE = { application: 'dear' };

describe('an application whose people came with expensive hashes', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
    await setPolicy(db, {}, THERE.application);
    for (const text of DEAR) {
      const accepted = new KnownForeignHashes().accept(text);
      if (!accepted.ok) throw new Error(accepted.error);
      const { kind, work, hash } = accepted.value.decoy;
      await db.sql`insert into gatehouse.foreign_hash_decoys (application, kind, work, hash, seen_at)
        values (${THERE.application}, ${kind}, ${work}, ${hash}, now())`;
    }
  });
  afterAll(() => db.drop());

  const open = (environment: Record<string, string>) =>
    new RegistrationHarness(db, { HASH_CONCURRENCY: '1', ...environment });

  it('does not hold up another one: a sign-in there waits for one hash at most', async () => {
    const harness = open({});
    try {
      let done = 0;
      const dear = Array.from({ length: 8 }, async (_, index) => {
        const answer = await harness.authenticate(NOBODY(index), THERE);
        done += 1;
        return answer;
      });
      // The first of them computes by now.
      await dear[0];
      const others = [
        harness.authenticate(NOBODY(90)),
        harness.signUp({ ...NOBODY(91), password: 'nine seven lanterns' }),
      ];
      await Promise.all(others);
      expect(done).toBeLessThanOrEqual(3);
      await Promise.all(dear);
      expect(done).toBe(8);
    } finally {
      await harness.close();
    }
  });

  it('is refused with a time to retry if its own work would take too long, and no other is', async () => {
    const harness = open({ HASH_QUEUE_SECONDS: '1' });
    try {
      const dear = Array.from({ length: 12 }, (_, index) => harness.authenticate(NOBODY(index), THERE));
      const other = harness.authenticate(NOBODY(92));
      const outcomes = await Promise.allSettled(dear);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.length).toBeLessThan(12);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(Overloaded);
      expect(await other).toEqual({ ok: false, error: { code: 'credentials-invalid' } });
    } finally {
      await harness.close();
    }
  });
});
