import type { RelayOptions } from '@gatehouse/platform/events';
import type { TestDatabase } from '../../support/database.js';
import { nameOf, numbers, RelayStage } from '../../support/events/relay-stage.js';
import { eventually } from '../../support/eventually.js';
import { untilSettled } from '../../support/settled.js';

describe('the relay, while a full batch is handed over', () => {
  let db: TestDatabase;
  let database: RelayStage['database'];
  let write: RelayStage['write'];
  let follow: RelayStage['follow'];
  let cursor: RelayStage['cursor'];

  RelayStage.open((stage) => {
    ({ db, database, write, follow, cursor } = stage);
  });

  /** Follows by fours, and holds the first batch until it is let go. */
  const held = async (options: RelayOptions = { pollMs: 60_000, batch: 4 }) => {
    const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const batches: string[][] = [];
    const before = database.statements;
    const relay = await follow(async (events) => {
      batches.push(events.map(nameOf));
      begun.resolve();
      await gate.promise;
    }, options);
    await begun.promise;
    const hasRead = (times: number) =>
      eventually(`it has read ${times} times`, () => database.statements >= before + times);
    return { relay, batches, letGo: gate.resolve, fail: gate.reject, hasRead };
  };

  it('reads the next one, and hands over all in order once', async () => {
    for (const name of numbers(12)) await write(name);
    const { batches, letGo, hasRead } = await held();
    await hasRead(2);
    letGo();
    await eventually('all three', () => batches.length === 3);
    await eventually('the cursor is at the end', async () => {
      const [last] =
        await db.sql`select position::text from gatehouse.event_log order by event_log.position desc limit 1`;
      return (await cursor())?.['position'] === last?.['position'];
    });
    expect(batches).toEqual([numbers(4), numbers(4, 4), numbers(4, 8)]);
  });

  it('finds what has come since it looked for the next one and was woken', async () => {
    for (const name of numbers(6)) await write(name);
    const { relay, batches, letGo, hasRead } = await held();
    await hasRead(2);
    await untilSettled(db);
    await write('6');
    await untilSettled(db);
    relay.wake();
    letGo();
    await eventually('the others', () => batches.length === 2);
    expect(batches).toEqual([numbers(4), numbers(3, 4)]);
  });

  it('forgets the next one where the cursor was moved meanwhile', async () => {
    for (const name of numbers(4)) await write(name);
    const { relay, batches, letGo, hasRead } = await held({ pollMs: 60_000, batch: 2 });
    await hasRead(2);
    // As somebody does who wants everything to be counted again.
    await db.sql`insert into gatehouse.relay_cursors (subscriber, epoch, transaction_id, position)
      values ('follower', 1, '1', 0)`;
    letGo();
    await eventually('everything', () => batches.length >= 3);
    relay.wake();
    expect(batches.slice(0, 3)).toEqual([numbers(2), numbers(2), numbers(2, 2)]);
  });

  it('hands over the same batch again where that failed, and then the next', async () => {
    for (const name of numbers(8)) await write(name);
    const { batches, fail, hasRead } = await held({ pollMs: 20, batch: 4 });
    await hasRead(2);
    fail(new Error('the subscriber is away'));
    await eventually('a second attempt', () => batches.length >= 2);
    expect(batches.slice(0, 2)).toEqual([numbers(4), numbers(4)]);
  });

  it('reads the next one again where the database was away', async () => {
    for (const name of numbers(8)) await write(name);
    database.missed = database.statements + 2;
    const { batches, letGo, hasRead } = await held();
    await hasRead(2);
    letGo();
    await eventually('both', () => batches.length === 2);
    expect(batches).toEqual([numbers(4), numbers(4, 4)]);
  });
});
