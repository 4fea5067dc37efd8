import { KeyRing } from '@gatehouse/platform/config';
import { Database } from '@gatehouse/platform/postgres';
import { PostgresDeliveryRepository } from '../../../libs/notification/adapters/postgres/delivery/postgres-delivery-repository.js';
import { PostgresMessageRecords } from '../../../libs/notification/adapters/postgres/delivery/postgres-message-records.js';
import { PostgresOutcomes } from '../../../libs/notification/adapters/postgres/outcomes/postgres-outcomes.js';
import { PostgresSuppressionList } from '../../../libs/notification/adapters/postgres/suppressions/postgres-suppression-list.js';
import { PostgresSuppressionRecords } from '../../../libs/notification/adapters/postgres/suppressions/postgres-suppression-records.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { holdLocks, untilBlocked } from '../../support/lock-holder.js';
import { ErasedMessage, type Schedule } from '../../support/notification/erased-message.js';

/** Every order of the steps of two, each in its own order. The first may be several sequences. */
function interleaved(first: Schedule | readonly Schedule[], second: Schedule): Schedule[] {
  if (first.some((each) => typeof each !== 'string')) {
    return (first as readonly Schedule[]).flatMap((each) => interleaved(each, second));
  }
  const [one, other] = [first as Schedule, second];
  const [[here, ...left], [there, ...right]] = [one, other];
  if (here === undefined) return [other];
  if (there === undefined) return [one];
  return [
    ...interleaved(left, other).map((rest) => [here, ...rest]),
    ...interleaved(one, right).map((rest) => [there, ...rest]),
  ];
}

/** What an attempt asks: of the deliveries, and of registration about the code. */
const KNOWN_OWNER = ['begin', 'dispatch', 'send', 'start', 'save'];
const LATE_OWNER = ['begin', 'dispatch', 'own', 'send', 'start', 'save'];
const ERASURE = ['account', 'records'];

describe('messages of somebody who is erased', () => {
  let db: TestDatabase;
  let database: Database;
  let deliveries: PostgresDeliveryRepository;
  let records: PostgresMessageRecords;
  let outcomes: PostgresOutcomes;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 8, deadlineMs: 30_000 });
    deliveries = new PostgresDeliveryRepository(database);
    outcomes = new PostgresOutcomes(database);
    const list = new PostgresSuppressionList(database, new KeyRing([{ id: 'key', secret: Buffer.alloc(32, 'k') }]));
    const people = { wasActivated: async () => true };
    records = new PostgresMessageRecords(database, new PostgresSuppressionRecords(database, list, people));
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  /** Plays each schedule with a message of its own, all at the same time, and answers what is left of whom. */
  const leftAfter = async (schedules: readonly Schedule[], owner: 'known' | 'late') => {
    const played = schedules.map(async (schedule) => {
      const message = new ErasedMessage({ deliveries, records, outcomes }, owner);
      await message.play(schedule);
      const left = await db.sql`
        select user_id, encode(recipient_key, 'hex') as recipient, provider_message_id from gatehouse.deliveries
        where id = ${message.id} and (user_id, recipient_key, provider_message_id) is distinct from (null, null, null)
        union all
        select user_id, encode(recipient_key, 'hex'), null from gatehouse.suppressions where message_id = ${message.id}`;
      return left.length === 0 ? [] : [{ schedule: schedule.join(' '), left: [...left] }];
    });
    return (await Promise.all(played)).flat();
  };

  it.each([
    ['known', KNOWN_OWNER],
    ['late', LATE_OWNER],
  ] as const)('leave nothing, wherever in an attempt the erasure comes: owner %s', async (owner, attempt) => {
    const schedules = interleaved(attempt, ERASURE);
    expect(schedules.length).toBeGreaterThan(20);
    expect(await leftAfter(schedules, owner)).toEqual([]);
  });

  it.each([
    ['known', KNOWN_OWNER],
    ['late', LATE_OWNER],
  ] as const)('leave nothing where the provider tells of them meanwhile: owner %s', async (owner, attempt) => {
    expect(await leftAfter(interleaved(interleaved(attempt, ERASURE), ['report']), owner)).toEqual([]);
  });

  it.each([
    ['known', KNOWN_OWNER],
    ['late', LATE_OWNER],
  ] as const)(
    'leave nothing where the job is done again by another worker, or by one that dies at once: owner %s',
    async (owner, attempt) => {
      const again = [['another'], ['begin-and-die'], ['begin-and-die', 'another']];
      const schedules = again.flatMap((steps) => interleaved(interleaved(attempt, ERASURE), steps));
      expect(await leftAfter(schedules, owner)).toEqual([]);
    },
  );

  it('leave nothing where it is ordered only when the erasure has gone, and then is too late', async () => {
    const attempt = ['account', 'records', 'expire', 'begin', 'abandon', 'save'];
    expect(await leftAfter([attempt], 'known')).toEqual([]);
  });

  it('leave nothing where the erasure waits for a report that is being recorded', async () => {
    const message = new ErasedMessage({ deliveries, records, outcomes }, 'known');
    await message.play(KNOWN_OWNER, { settles: false });
    const holder = await holdLocks(
      db,
      (sql) => sql`
      select 1 from gatehouse.deliveries where id = ${message.id} for update`,
    );
    const reported = message.report();
    await untilBlocked(db, 1);
    const erased = message.erase();
    await untilBlocked(db, 2);
    await holder.release();
    await Promise.all([reported, erased]);
    expect([...(await db.sql`select 1 from gatehouse.deliveries where id = ${message.id}`)]).toEqual([]);
    expect([...(await db.sql`select 1 from gatehouse.suppressions where message_id = ${message.id}`)]).toEqual([]);
  });
});
