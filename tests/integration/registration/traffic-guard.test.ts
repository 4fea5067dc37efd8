import { uuidV7 } from '@gatehouse/platform/ids';
import { Database } from '@gatehouse/platform/postgres';
import fc from 'fast-check';
import { PostgresCodes } from '../../../libs/registration/adapters/postgres/codes/postgres-codes.js';
import { PostgresTextStops } from '../../../libs/registration/adapters/postgres/text-traffic/postgres-text-traffic.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { judgeDestination, rangeOf, type TrafficLimits } from '../../../libs/registration/domain/text-traffic.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { beginAt } from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const CONTEXT = { application: 'default', network: null, requestId: 'tests' };
const MESSAGES = { ...standardPolicy.messages, gapSeconds: 0, perHour: 1_000, perDay: 1_000, perDayAnywhere: 1_000 };
const PHONES = ['+33612340001', '+33612340002', '+33612350001'];

/** The rule is there twice, in the domain and as the guard of the statement that counts: on any history the two agree. */
describe('the traffic of a destination in the domain and in SQL', () => {
  let db: TestDatabase;
  let database: Database;
  let codes: PostgresCodes;
  let stops: PostgresTextStops;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 2, deadlineMs: 30_000 });
    codes = new PostgresCodes(database);
    stops = new PostgresTextStops(database);
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  const limits = fc.record({
    perRangeAndHour: fc.integer({ min: 1, max: 4 }),
    rangeSample: fc.integer({ min: 2, max: 4 }),
    // Its guard is the stop alone.
    countrySample: fc.constant(1_000_000),
    leastProvenPercent: fc.constantFrom(0, 10, 50, 100),
    stopSeconds: fc.constantFrom(600, 7_200, 86_400),
    settleSeconds: fc.constantFrom(0, 900),
  });
  const steps = fc.array(
    fc.record({
      // Often at the very edge of the windows.
      pause: fc.oneof(
        fc.integer({ min: 0, max: 1_200_000 }),
        fc.constantFrom(0, 1, 900_000, 3_599_999, 3_600_000, 3_600_001, 86_400_000),
      ),
      kind: fc.constantFrom('ask' as const, 'ask' as const, 'ask' as const, 'prove' as const, 'lift' as const),
      phone: fc.constantFrom(...PHONES),
      writesStop: fc.boolean(),
    }),
    { minLength: 5, maxLength: 30, size: 'max' },
  );

  interface Step {
    readonly pause: number;
    readonly kind: 'ask' | 'prove' | 'lift';
    readonly phone: string;
    readonly writesStop: boolean;
  }

  /** Asks the domain, then the statement, at the same moment. */
  const ask = async ({ phone, writesStop }: Step, said: TrafficLimits) => {
    const destination = { range: rangeOf(phone), country: 'FR', limits: said };
    const key = { application: 'default', network: null, recipient: phone, destination };
    const { destination: history, now } = await codes.historyOf(key, 'phone', standardPolicy.codes.phone);
    if (!history) throw new Error('The history of a destination is there');
    const verdict = judgeDestination(destination, history, now);
    const isIssued = await codes.issue(key, null, { ...MESSAGES, textsPerDay: 1_000 }, CONTEXT);
    expect({ verdict, isIssued }).toEqual({ verdict, isIssued: verdict.kind === 'admitted' });
    if (verdict.kind === 'stop' && writesStop) await stops.add({ id: uuidV7.next(), ...verdict.stop }, CONTEXT);
  };

  const play = async (step: Step, said: TrafficLimits) => {
    await db.advance(step.pause);
    const range = rangeOf(step.phone);
    if (step.kind === 'ask') return ask(step, said);
    if (step.kind === 'prove') {
      return db.sql`update gatehouse.sms_ranges set proven = proven || gatehouse.now() where range = ${range}`;
    }
    return db.sql`update gatehouse.sms_stops set ends_at = gatehouse.now(), share_from = gatehouse.now(),
      lifted_at = gatehouse.now() where place = ${range} and ends_at > gatehouse.now()`;
  };

  it('are judged alike', async () => {
    await fc.assert(
      fc.asyncProperty(limits, steps, async (said, played) => {
        await beginAt(db, START);
        for (const step of played) await play(step, said);
      }),
      { numRuns: 25, seed: 20261129 },
    );
  });
});
