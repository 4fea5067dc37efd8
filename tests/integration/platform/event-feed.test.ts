import { randomUUID } from 'node:crypto';
import {
  type Cursor,
  EventFeed,
  type FeedPage,
  type FeedQuery,
  type FollowQuery,
  START,
  wakeRelay,
} from '@gatehouse/platform/events';
import { createLogger } from '@gatehouse/platform/logging';
import { Database, type Rows, type Sql } from '@gatehouse/platform/postgres';
import type postgres from 'postgres';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { holdLocks, type LockHolder } from '../../support/lock-holder.js';
import { untilSettled } from '../../support/settled.js';

const logger = createLogger({ environment: 'production', logLevel: 'silent' }, 'tests');

class CountingDatabase extends Database {
  statements = 0;

  override query<T extends object>(build: (sql: Sql) => postgres.PendingQuery<postgres.Row[]>): Promise<Rows<T>> {
    this.statements++;
    return super.query(build);
  }
}

/** Answers nothing, and keeps how a statement was carried out. */
class ExplainingDatabase extends Database {
  plan = '';

  override async query<T extends object>(build: (sql: Sql) => postgres.PendingQuery<postgres.Row[]>): Promise<Rows<T>> {
    const rows = await super.query<T>((sql) => sql`explain (analyze, format json) ${build(sql)}`);
    this.plan = JSON.stringify(rows);
    return [] as unknown as Rows<T>;
  }
}

describe('the feed of events', () => {
  let db: TestDatabase;
  let database: CountingDatabase;
  let feeds: EventFeed[];
  let open: LockHolder[];
  let endings: (() => Promise<void>)[];

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new CountingDatabase({ url: db.url, applicationName: 'feed', poolSize: 4 });
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });
  beforeEach(async () => {
    [feeds, open, endings] = [[], [], []];
    await db.sql`truncate gatehouse.event_log`;
  });
  afterEach(async () => {
    await Promise.all(open.map((transaction) => transaction.release()));
    await Promise.all(endings.map((end) => end()));
    await Promise.all(feeds.map((feed) => feed.stop()));
  });

  interface Written {
    readonly application?: string;
    readonly type?: string;
  }
  const write = (
    name: string,
    sql: postgres.Sql | LockHolder['transaction'] = db.sql,
    { application = 'default', type = 'thing.happened.v1' }: Written = {},
  ) => sql`insert into gatehouse.event_log (application, id, subject, type, data)
      values (${application}, ${randomUUID()}, ${randomUUID()}, ${type}, ${db.sql.json({ name })})`;
  const begin = async (name: string) => {
    const transaction = await holdLocks(db, (sql) => write(name, sql));
    open.push(transaction);
    return transaction;
  };
  const commit = async ({ transaction, release }: LockHolder) => {
    await transaction`commit`;
    await release();
  };
  const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => String(from + index));
  const namesOf = ({ events }: Pick<FeedPage, 'events'>) => events.map(({ data }) => (data as { name: string }).name);

  const newFeed = (pollMs = 20) => {
    const feed = new EventFeed(database, logger, { pollMs, batch: 5 });
    feeds.push(feed);
    return feed;
  };
  const ALL: FeedQuery = { application: 'default', types: null, limit: 3 };
  /** Follows and collects; keeps the cursor of each page, as a subscriber would. */
  const collect = (feed: EventFeed, query: Partial<FollowQuery> = {}) => {
    const ended = new AbortController();
    const seen: string[] = [];
    const done = (async () => {
      const pages = feed.follow({ ...ALL, after: START, ...query, signal: ended.signal });
      for await (const page of pages) seen.push(...namesOf(page));
    })();
    const end = () => {
      ended.abort();
      return done;
    };
    endings.push(end);
    return { seen, end };
  };
  const replayed = async (feed: EventFeed, query: Partial<FeedQuery> = {}) => {
    const seen: string[] = [];
    for (let after: Cursor = START; ; ) {
      const page = await feed.read({ ...ALL, ...query }, after);
      seen.push(...namesOf(page));
      after = page.cursor;
      if (!page.more) return seen;
    }
  };

  it('is read from the beginning page by page, and tells when there is more', async () => {
    for (const name of numbers(7)) await write(name);
    await untilSettled(db);
    const feed = newFeed();
    const first = await feed.read(ALL, START);
    expect({ names: namesOf(first), more: first.more }).toEqual({ names: numbers(3), more: true });
    const second = await feed.read(ALL, first.cursor);
    const third = await feed.read(ALL, second.cursor);
    expect({ names: namesOf(third), more: third.more }).toEqual({ names: ['6'], more: false });
    const end = await feed.read(ALL, third.cursor);
    expect(end).toEqual({ events: [], cursor: third.cursor, more: false });
    expect(await feed.end()).toEqual(third.cursor);
  });

  it('keeps to one application and the types that are asked for, and moves past the others', async () => {
    for (const name of numbers(8)) {
      await write(name, db.sql, { type: Number(name) % 2 ? 'odd.v1' : 'even.v1' });
      await write(`x${name}`, db.sql, { application: 'shop' });
    }
    await untilSettled(db);
    const feed = newFeed();
    expect(await replayed(feed, { types: ['odd.v1'] })).toEqual(['1', '3', '5', '7']);
    expect(await replayed(feed, { types: ['odd.v1', 'even.v1'], limit: 1 })).toEqual(numbers(8));
    expect(await replayed(feed, { types: ['nothing.v1'] })).toEqual([]);
    expect(await replayed(feed, { application: 'shop' })).toEqual(numbers(8).map((name) => `x${name}`));
    const nothing = await feed.read({ ...ALL, types: ['nothing.v1'] }, START);
    expect(await feed.read(ALL, nothing.cursor)).toMatchObject({ events: [] });
  });

  it('holds younger events back until an older transaction has ended, and skips none', async () => {
    const feed = newFeed();
    await write('before');
    await untilSettled(db);
    const older = await begin('older');
    await write('younger');
    const page = await feed.read(ALL, START);
    expect(namesOf(page)).toEqual(['before']);
    const follower = collect(feed, { after: page.cursor });
    const statements = database.statements;
    await eventually('the feed looks a few times', () => database.statements > statements + 4);
    expect(follower.seen).toEqual([]);
    await commit(older);
    await eventually('both', () => follower.seen.length === 2);
    expect(follower.seen).toEqual(['older', 'younger']);
    await untilSettled(db);
    expect(namesOf(await feed.read(ALL, page.cursor))).toEqual(['older', 'younger']);
  });

  it('tells followers what is there, then what comes, each once and in order', async () => {
    for (const name of numbers(20)) await write(name);
    const feed = newFeed();
    const followers = [collect(feed), collect(feed, { limit: 100 }), collect(feed, { types: ['thing.happened.v1'] })];
    for (const name of numbers(20, 20)) await write(name);
    for (const { seen } of followers) {
      await eventually('all forty', () => seen.length >= 40);
      expect(seen).toEqual(numbers(40));
    }
  });

  it('is woken by a notification long before its poll', async () => {
    const feed = newFeed(60_000);
    const follower = collect(feed);
    await eventually('it follows', () => feed.followers === 1);
    await db.sql`with written as (
        insert into gatehouse.event_log (application, id, subject, type, data)
        values ('default', ${randomUUID()}, ${randomUUID()}, 'thing.happened.v1', '{"name": "news"}') returning 1)
      select ${wakeRelay(db.sql, ['thing.happened.v1'])}::text from written`;
    await eventually('the news', () => follower.seen.length === 1, 5_000);
  });

  it('looks once for a hundred followers', async () => {
    const feed = newFeed(60_000);
    const followers = Array.from({ length: 100 }, () => collect(feed, { limit: 100 }));
    const notify = () => db.sql`select ${wakeRelay(db.sql)}::text`;
    await write('first');
    await eventually('all have the first', async () => {
      await notify();
      return followers.every(({ seen }) => seen.length === 1);
    });
    const before = database.statements;
    for (const name of numbers(5)) await write(name);
    await notify();
    await eventually('all have all', () => followers.every(({ seen }) => seen.length === 6));
    expect(database.statements - before).toBeLessThan(10);
  });

  it('loses and repeats nothing for a subscriber that stores its cursor, under parallel commits and restarts', async () => {
    const feed = newFeed();
    const [writers, each] = [6, 25];
    const writing = Promise.all(
      numbers(writers).map(async (writer) => {
        for (const name of numbers(each)) {
          // Every other commit is late: what others write meanwhile is there before it.
          if (Number(name) % 2 === 0) await write(`${writer}/${name}`);
          else {
            const transaction = await begin(`${writer}/${name}`);
            await transaction.transaction`select pg_sleep(${0.001 * (Number(writer) + 1)}::float)`;
            await commit(transaction);
          }
        }
      }),
    );
    const seen: string[] = [];
    let cursor: Cursor = START;
    while (seen.length < writers * each) {
      const ended = new AbortController();
      // It crashes after a few pages, and comes back with what it has stored.
      let pages = 0;
      for await (const page of feed.follow({ ...ALL, limit: 7, after: cursor, signal: ended.signal })) {
        seen.push(...namesOf(page));
        cursor = page.cursor;
        pages += 1;
        if (pages === 5 || seen.length >= writers * each) break;
      }
    }
    await writing;
    await untilSettled(db);
    const all = numbers(writers).flatMap((writer) => numbers(each).map((name) => `${writer}/${name}`));
    expect(seen.toSorted()).toEqual(all.toSorted());
    for (const writer of numbers(writers)) {
      expect(seen.filter((name) => name.startsWith(`${writer}/`))).toEqual(numbers(each).map((n) => `${writer}/${n}`));
    }
    expect(await replayed(feed)).toEqual(seen);
  });

  it('leaves nobody behind who reads slowly', async () => {
    const feed = newFeed();
    const ended = new AbortController();
    const slow = feed.follow({ ...ALL, limit: 100, after: START, signal: ended.signal });
    const other = collect(feed, { limit: 100 });
    await write('0');
    const { value } = await slow.next();
    const seen = [...namesOf(value as FeedPage)];
    for (const name of numbers(11, 1)) await write(name);
    await eventually('the other has all', () => other.seen.length === 12);
    while (seen.length < 12) seen.push(...namesOf((await slow.next()).value as FeedPage));
    expect(seen).toEqual(numbers(12));
    ended.abort();
    expect(await slow.next()).toMatchObject({ done: true });
  });

  it('goes on when the database was away', async () => {
    const feed = newFeed();
    const follower = collect(feed);
    await write('before');
    await eventually('the first', () => follower.seen.length === 1);
    await db.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'feed'`;
    await write('after');
    await eventually('the second', () => follower.seen.length === 2);
    expect(follower.seen).toEqual(['before', 'after']);
  });

  it('reads of a small application its own events alone, beside a large one', async () => {
    await db.sql`
      insert into gatehouse.event_log (application, id, subject, type, data)
      select 'large', gen_random_uuid(), gen_random_uuid(), 'thing.happened.v1', '{}' from generate_series(1, 20000)`;
    await write('0', db.sql, { application: 'small' });
    await db.sql`analyze gatehouse.event_log`;
    const explaining = new ExplainingDatabase({ url: db.url, applicationName: 'feed', poolSize: 1 });
    const feed = new EventFeed(explaining, logger);
    for (const types of [null, ['thing.happened.v1']]) {
      await feed.read({ application: 'small', types, limit: 100 }, { ...START, epoch: 1 });
      expect(explaining.plan).toContain('"event_log_1_feed"');
      expect(explaining.plan).not.toContain('"event_log_1_commit_order"');
    }
    await explaining.close();
  });

  it('ends with the signal, also of one that was aborted before', async () => {
    const feed = newFeed();
    const follower = collect(feed);
    await eventually('it follows', () => feed.followers === 1);
    await follower.end();
    expect(feed.followers).toBe(0);
    const pages = feed.follow({ ...ALL, after: START, signal: AbortSignal.abort() });
    expect(await pages.next()).toMatchObject({ done: true });
    expect(feed.followers).toBe(0);
  });
});
