import { randomUUID } from 'node:crypto';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import type { RecordedEvent } from '@gatehouse/kernel';
import { EVENTS_CHANNEL, type EventSubscription } from '@gatehouse/platform/events';
import type { TestDatabase } from '../../support/database.js';
import { nameOf, numbers, RelayStage } from '../../support/events/relay-stage.js';
import { eventually } from '../../support/eventually.js';
import { blockedBackends, holdLocks, type LockHolder, untilBlocked } from '../../support/lock-holder.js';
import { untilSettled } from '../../support/settled.js';

describe('the relay', () => {
  let db: TestDatabase;
  let database: RelayStage['database'];
  let locks: LockHolder[];
  let write: RelayStage['write'];
  let begin: RelayStage['begin'];
  let commit: RelayStage['commit'];
  let follow: RelayStage['follow'];
  let followAs: RelayStage['followAs'];
  let collect: RelayStage['collect'];
  let someLooks: RelayStage['someLooks'];
  let cursor: RelayStage['cursor'];

  RelayStage.open((stage) => {
    ({ db, database, locks, write, begin, commit, follow, followAs, collect, someLooks, cursor } = stage);
  });

  describe('in the order of commits', () => {
    it('hands over what is there and what comes', async () => {
      for (const name of numbers(10)) await write(name);
      const { seen } = await collect();
      await eventually('ten events', () => seen.length === 10);
      await write('10');
      await eventually('one more', () => seen.length === 11);
      expect(seen).toEqual(numbers(11));
    });

    it('hands over batch by batch', async () => {
      for (const name of numbers(10)) await write(name);
      const batches: number[] = [];
      await follow(
        async (events) => {
          batches.push(events.length);
        },
        { pollMs: 60_000, batch: 4 },
      );
      await eventually('all three batches', () => batches.length === 3);
      expect(batches).toEqual([4, 4, 2]);
    });

    it('keeps younger events back until an older transaction has ended, and skips none', async () => {
      const older = await begin('older');
      await write('younger');
      const { seen } = await collect();
      await someLooks();
      expect(seen).toEqual([]);
      await commit(older);
      await eventually('both', () => seen.length === 2);
      expect(seen).toEqual(['older', 'younger']);
    });

    it('goes on when the older transaction writes nothing after all', async () => {
      const older = await begin('never');
      await write('younger');
      const { seen } = await collect();
      await someLooks();
      expect(seen).toEqual([]);
      await older.release();
      await eventually('the younger one', () => seen.length === 1);
      expect(seen).toEqual(['younger']);
    });

    it('hands over what is settled while something younger is not', async () => {
      await write('settled');
      const older = await begin();
      await write('unsettled');
      const { seen } = await collect();
      await eventually('the settled one', () => seen.length === 1);
      await someLooks();
      expect(seen).toEqual(['settled']);
      await commit(older);
      await eventually('the other', () => seen.length === 2);
      expect(seen).toEqual(['settled', 'unsettled']);
    });

    it('skips and repeats nothing of many transactions that end in any order', async () => {
      const { seen } = await collect();
      for (let round = 0; round < 10; round++) {
        const [first, second, third] = [
          await begin(String(5 * round)),
          await begin(String(5 * round + 1)),
          await begin(String(5 * round + 2)),
        ];
        for (const name of numbers(2, 5 * round + 3)) await write(name);
        for (const transaction of [second, third, first]) await commit(transaction);
      }
      await eventually('all fifty', () => seen.length === 50);
      expect(seen).toEqual(numbers(50));
    });

    it('keeps events of one transaction together in the order of their writing', async () => {
      const { transaction, release } = await begin('0');
      await write('interloper');
      await write('1', transaction);
      await commit({ transaction, release });
      const { seen } = await collect();
      await eventually('all three', () => seen.length === 3);
      expect(seen).toEqual(['0', '1', 'interloper']);
    });
  });

  describe('at least once', () => {
    it('hands the same events again when the subscriber failed', async () => {
      await write('0');
      const attempts: string[][] = [];
      await follow(async (events) => {
        attempts.push(events.map(nameOf));
        if (attempts.length === 1) {
          await write('1');
          await untilSettled(db);
        }
        if (attempts.length < 3) throw new Error('the subscriber is away');
      });
      await eventually('a third attempt', () => attempts.length === 3);
      expect(attempts).toEqual([['0'], ['0', '1'], ['0', '1']]);
      await someLooks();
      expect(attempts).toHaveLength(3);
    });

    it('hands the same events again when it died between the hand-over and the cursor', async () => {
      await write('first');
      const before = await collect();
      await eventually('the first', async () => (await cursor()) !== undefined);
      await before.relay.stop();
      await write('0');
      await write('1');
      // Younger than the events, or they would be kept back for it.
      const lock = await holdLocks(db, (sql) => sql`select from gatehouse.relay_cursors for update`);
      locks.push(lock);
      const dying = await collect();
      await untilBlocked(db, 1);
      const stopped = dying.relay.stop();
      await db.sql`select pg_terminate_backend(pid) from unnest(${await blockedBackends(db)}::int[]) pid`;
      await lock.release();
      await stopped;

      const after = await collect();
      await eventually('the rest', () => after.seen.at(-1) === '1');
      expect(dying.seen).toEqual(['0', '1']);
      expect(after.seen).toEqual(['0', '1']);
    });

    it('goes on where it stopped', async () => {
      await write('0');
      const first = await collect();
      await eventually('the first', () => first.seen.length === 1);
      await first.relay.stop();
      await write('1');
      const second = await collect();
      await eventually('the second', () => second.seen.length === 1);
      expect(second.seen).toEqual(['1']);
    });

    it('survives backends that die under it', async () => {
      const { seen } = await collect();
      for (const name of numbers(30)) {
        await write(name);
        await db.sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'relay'`;
      }
      await eventually('the last one', () => seen.includes('29'));
      expect([...new Set(seen)]).toEqual(numbers(30));
    });

    it('finishes the hand-over under way before it stops', async () => {
      await write('0');
      let handedOver = false;
      const gate = Promise.withResolvers<void>();
      const relay = await follow(() => {
        handedOver = true;
        return gate.promise;
      });
      await eventually('the hand-over', () => handedOver);
      const stopped = relay.stop();
      expect(await cursor()).toBeUndefined();
      gate.resolve();
      await stopped;
      expect(await cursor()).toBeDefined();
      const looks = database.statements;
      await write('1');
      expect(database.statements).toBe(looks);
    });
  });

  describe('with several at once', () => {
    it('two relays of one subscriber hand over everything, each in order', async () => {
      const two = await Promise.all([collect({ pollMs: 5, batch: 3 }), collect({ pollMs: 5, batch: 3 })]);
      for (const name of numbers(60)) await write(name);
      await eventually('everything', () => new Set(two.flatMap(({ seen }) => seen)).size === 60);
      // While one hands over, the other may move the cursor: what has come since the cursor's place comes to the first once more.
      for (const { seen } of two) {
        const positions = [...new Set(seen.map(Number))];
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      }
      const [last] = await db.sql`select epoch, transaction_id::text, position::text from gatehouse.event_log
        order by event_log.transaction_id desc, event_log.position desc limit 1`;
      await eventually(
        'the cursor stands at the end',
        async () => (await cursor())?.['position'] === last?.['position'],
      );
      expect(await cursor()).toEqual(last);
    });

    it('subscribers follow the log each at its own pace', async () => {
      await write('0');
      const [quick, slow] = [await collect(undefined, 'quick'), await collect(undefined, 'slow')];
      await eventually('both', () => quick.seen.length === 1 && slow.seen.length === 1);
      await slow.relay.stop();
      await write('1');
      await eventually('the quick one', () => quick.seen.length === 2);
      const again = await collect(undefined, 'slow');
      await eventually('the slow one', () => again.seen.length === 1);
      expect(again.seen).toEqual(['1']);
    });

    it('a cursor never goes back, whoever was slower', async () => {
      await write('0');
      const gate = Promise.withResolvers<void>();
      const slow: string[] = [];
      await follow((events) => {
        slow.push(...events.map(nameOf));
        return gate.promise;
      });
      await eventually('the slow one has it', () => slow.length === 1);
      const { seen } = await collect();
      await write('1');
      await eventually('the quick one has both', () => seen.length === 2);
      await eventually('its cursor stands', async () => (await cursor()) !== undefined);
      const ahead = await cursor();
      gate.resolve();
      await someLooks();
      expect(await cursor()).toEqual(ahead);
      await write('2');
      await eventually('somebody has the third', () => [...seen, ...slow].includes('2'));
    });
  });

  it('moves past events of other kinds without handing them over', async () => {
    await write('other', db.sql, 'something.else.v1');
    const { seen } = await collect();
    await eventually('the cursor has moved', async () => (await cursor()) !== undefined);
    await write('mine');
    await eventually('mine', () => seen.length === 1);
    expect(seen).toEqual(['mine']);
  });

  it('tells its subscriber everything about an event', async () => {
    const [id, subject] = [randomUUID(), randomUUID()];
    const moment = new Date('2026-05-01T12:00:00.123Z');
    await db.sql`insert into gatehouse.event_log (application, id, subject, type, data, occurred_at)
      values ('shop', ${id}, ${subject}, 'thing.happened.v1', '{"name": "Ada \\u00e9 🐎"}', ${moment})`;
    const events: RecordedEvent[] = [];
    await follow(async (handed) => {
      events.push(...handed);
    });
    await eventually('the event', () => events.length > 0);
    expect(events).toEqual([
      { application: 'shop', id, subject, type: 'thing.happened.v1', data: { name: 'Ada é 🐎' }, occurredAt: moment },
    ]);
  });

  it('is woken by a notification long before its poll', async () => {
    const { seen } = await collect({ pollMs: 3_600_000 });
    await someLooks(1).catch(() => undefined);
    await db.sql`with event as (
        insert into gatehouse.event_log (application, id, subject, type, data)
        values ('default', ${randomUUID()}, ${randomUUID()}, 'thing.happened.v1', '{"name": "0"}') returning 1)
      select pg_notify(${EVENTS_CHANNEL}, '') from event`;
    await eventually('the event', () => seen.length === 1);
  });

  it('sleeps on when a notification tells of other events only', async () => {
    const statements = async () => {
      const first = database.statements;
      const { relay, seen } = await collect({ pollMs: 3_600_000 });
      await eventually('its first look', () => database.statements > first && database.load.running === 0);
      const before = database.statements;
      await write('0');
      // They arrive in this order, and each that woke it would be a look of its own.
      for (const types of [
        'something.else.v1',
        'something.else.v1 and.more.v1',
        'something.else.v1 thing.happened.v1',
      ]) {
        await db.sql`select pg_notify(${EVENTS_CHANNEL}, ${types})`;
      }
      await eventually('the event', () => seen.length === 1 && database.load.running === 0);
      await relay.stop();
      return database.statements - before;
    };
    // It looks again while a transaction elsewhere on the server keeps the event back, and other suites have such.
    await eventually('a look and a move of the cursor, and nothing else', async () => (await statements()) === 2);
  });

  it('sleeps on, once its subscriber says so, for types that it would hand over', async () => {
    const handed: string[] = [];
    const subscription: EventSubscription = {
      name: 'sleeper',
      types: 'all',
      wakingTypes: () => ['and.now.v1'],
      hand: async (events) => void handed.push(...events.map(nameOf)),
    };
    const first = database.statements;
    const relay = await followAs(subscription, { pollMs: 3_600_000 });
    await eventually('its first look', () => database.statements > first && database.load.running === 0);
    const before = database.statements;
    await write('waits');
    await untilSettled(db);
    for (const types of ['thing.happened.v1', 'thing.happened.v1', 'and.now.v1']) {
      await db.sql`select pg_notify(${EVENTS_CHANNEL}, ${types})`;
    }
    await eventually('what waited too', () => handed.length === 1 && database.load.running === 0);
    await relay.stop();
    expect(database.statements - before).toBe(2);
  });

  it('asks again soon, not at its next poll, for what an older transaction holds back', async () => {
    const older = await begin('older');
    await write('younger');
    const { seen } = await collect({ pollMs: 3_600_000 });
    await eventually('a look that found the younger one', () => database.load.running === 0);
    await commit(older);
    await eventually('both', () => seen.length === 2);
  });

  describe('in a cluster that a dump was restored into', () => {
    /** What a dump brings along: transaction ids of another cluster, far ahead of this one's. */
    const restore = async () => {
      await db.sql`update gatehouse.event_log
        set transaction_id = (transaction_id::text::bigint + 1000000000)::text::xid8`;
      await db.sql`update gatehouse.relay_cursors
        set transaction_id = (transaction_id::text::bigint + 1000000000)::text::xid8`;
      await db.sql`update gatehouse.log_epoch set system_identifier = 1`;
      await (await deploymentMigrator(db.url)).up();
    };

    it('hands over what was left, then what is new', async () => {
      await write('handed');
      const before = await collect();
      await eventually('the first', () => before.seen.length === 1);
      await before.relay.stop();
      await write('left');
      await restore();
      await write('new');
      const after = await collect();
      await eventually('both', () => after.seen.length === 2);
      expect(after.seen).toEqual(['left', 'new']);
      await eventually('the cursor is in the new epoch', async () => Number((await cursor())?.['epoch']) > 1);
    });

    it('opens no new epoch in the same cluster', async () => {
      const epoch = async () => (await db.sql`select epoch from gatehouse.log_epoch`)[0]?.['epoch'];
      const before = await epoch();
      await (await deploymentMigrator(db.url)).up();
      expect(await epoch()).toBe(before);
      await restore();
      const once = await epoch();
      expect(once).toBeGreaterThan(before);
      await restore();
      const twice = await epoch();
      expect(twice).toBeGreaterThan(once);
      await write('new');
      const [event] = await db.sql`select epoch from gatehouse.event_log`;
      expect(event).toEqual({ epoch: twice });
    });
  });
});
