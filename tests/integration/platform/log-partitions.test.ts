import { randomUUID } from 'node:crypto';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { EventLog, eventRows, LogPartitionsJob, START, wakeRelay } from '@gatehouse/platform/events';
import { createLogger } from '@gatehouse/platform/logging';
import type { Migrator } from '@gatehouse/platform/migrations';
import { connect, Database } from '@gatehouse/platform/postgres';
import type postgres from 'postgres';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const FIRST_STEP = '0190-log-bounds';
const SWAP = '0192-log-partitions';
const TYPE = 'thing.happened.v1';
const HOUR_MS = 3_600_000;
const A_MONTH_MS = 32 * 24 * HOUR_MS;

describe('the partitions of the event log', () => {
  let db: TestDatabase;
  let database: Database;
  let migrator: Migrator;
  /** What it says while it waits. */
  const lines: string[] = [];
  let others: postgres.Sql;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'sign-ups', poolSize: 2 });
    // Whatever waits in this session for a lock for two seconds fails, and so says whom it waited for.
    others = connect(db.url, { max: 4, onnotice: () => undefined, connection: { lock_timeout: 2_000 } });
    migrator = await deploymentMigrator(db.url, (line) => lines.push(line));
  }, 60_000);
  afterAll(async () => {
    await others.end();
    await database.close();
    await db.drop();
  });

  /** What a sign-up's statement has to do with the log. */
  const append = (name: string, sql: postgres.Sql | postgres.TransactionSql = others) => {
    const event = { id: randomUUID(), subject: randomUUID(), type: TYPE, data: { name } };
    return sql`
      with events as (
        insert into gatehouse.event_log (application, id, subject, type, data) ${eventRows(db.sql, 'default', [event])} returning 1
      )
      select ${wakeRelay(db.sql, [TYPE])} from events`;
  };
  const appendByService = (name: string) => database.query(() => append(name, db.sql) as never);
  const names = async () =>
    (await new EventLog(database).readAfterCursor('nobody', [TYPE], 500)).events.map(
      ({ data }) => (data as { name: string }).name,
    );
  /** An event can be read when every transaction that began before it has ended, those of other suites too. */
  const namesAre = async (expected: readonly string[]): Promise<void> => {
    await eventually(`${expected.length} events can be read`, async () => (await names()).length >= expected.length);
    expect(await names()).toEqual(expected);
  };
  const partitions = () => db.sql<{ number: string; rows: number }[]>`
    select substring(tableoid::regclass::text from '[0-9]+$') as number, count(*)::int as rows
    from gatehouse.event_log group by tableoid order by 1`;

  /** A reader that does not end by itself, as a dump does. */
  const withReader = async (run: () => Promise<void>): Promise<void> => {
    const reader = await db.sql.reserve();
    try {
      await reader`begin`;
      await reader`select count(*) from gatehouse.event_log`;
      await run();
    } finally {
      await reader`commit`;
      reader.release();
    }
  };
  const triedLock = () => eventually('the migration has tried to get its lock', () => lines.length > 0);

  it.each([
    ['back', () => migrator.down(SWAP)],
    ['to partitions', () => migrator.up()],
    ['further back', () => migrator.down(FIRST_STEP)],
    ['to partitions again', () => migrator.up()],
  ])('a migration %s that waits for a reader does not make a sign-up wait with it', async (way, migrate) => {
    const before = await names();
    await appendByService(`${way} 0`);
    lines.length = 0;
    let done: Promise<string[]> | undefined;
    await withReader(async () => {
      done = migrate();
      await triedLock();
      for (const number of [1, 2, 3, 4, 5]) await append(`${way} ${number}`);
      await appendByService(`${way} 6`);
      await namesAre([...before, ...[0, 1, 2, 3, 4, 5, 6].map((number) => `${way} ${number}`)]);
    });
    expect(await done).toContain(SWAP);
    await appendByService(`${way} 7`);
    const added = [0, 1, 2, 3, 4, 5, 6, 7].map((number) => `${way} ${number}`);
    await namesAre([...before, ...added]);
  });

  it('a month’s partition is made while a dump reads the log and a sign-up writes to it', async () => {
    await db.sql`update gatehouse.log_partitions set opened_at = gatehouse.now(), month = date_trunc('month', gatehouse.now()) where opened_at is null`;
    await withReader(() =>
      others.begin(async (writer) => {
        await append('written meanwhile', writer);
        const [made] = await db.sql<{ number: string | null }[]>`
          with waiting as materialized (select set_config('lock_timeout', '2000', true))
          select gatehouse.attach_log_partition() as number from waiting`;
        expect(Number(made?.number)).toBeGreaterThan(2);
        await append('and by others', db.sql);
      }),
    );
    await eventually('both can be read', async () => {
      const last = (await names()).slice(-2);
      return last.includes('written meanwhile') && last.includes('and by others');
    });
  });

  describe('with the months', () => {
    const job = () =>
      new LogPartitionsJob(database, createLogger({ environment: 'production', logLevel: 'silent' }, 'tests')).handle();
    const current = async () => {
      const [row] = await db.sql<{ number: string; month: string }[]>`
        select number, month::text from gatehouse.log_partitions where opened_at is not null order by number desc limit 1`;
      return row;
    };

    beforeAll(async () => {
      await migrator.down(FIRST_STEP);
      await db.sql`truncate gatehouse.event_log`;
      await migrator.up();
      await db.setTime(new Date('2027-01-31T23:00:00Z'));
      await db.sql`update gatehouse.log_partitions set attached_at = gatehouse.now(), month = '2027-01-01'`;
    });

    it('a new one begins with the first look in a month, however many look', async () => {
      const before = await current();
      await appendByService('in January');
      await job();
      expect(await current()).toEqual(before);
      await db.setTime(new Date('2027-02-01T00:01:00Z'));
      await Promise.all([job(), job(), job()]);
      expect(await current()).toEqual({ number: String(Number(before?.number) + 1), month: '2027-02-01' });
      await appendByService('in February');
      expect((await partitions()).map(({ rows }) => rows)).toEqual([1, 1]);
      await namesAre(['in January', 'in February']);
    });

    it('events go on where they went when nobody looks for months', async () => {
      const before = await current();
      await db.advance(5 * A_MONTH_MS);
      await appendByService('in July');
      expect(await current()).toEqual(before);
      expect((await partitions()).map(({ rows }) => rows)).toEqual([1, 2]);
    });

    it('none is begun that was made less than an hour ago: a statement from before would not know of it', async () => {
      const before = await current();
      await db.sql`update gatehouse.log_partitions set attached_at = gatehouse.now() - interval '59 minutes' where opened_at is null`;
      await job();
      expect(await current()).toEqual(before);
      await db.advance(60_000);
      await job();
      expect(await current()).toMatchObject({ month: '2027-07-01' });
    });

    it('a clock that goes back opens none, and loses no event', async () => {
      const before = await current();
      await db.setTime(new Date('2026-01-01T00:00:00Z'));
      await job();
      await appendByService('by a wrong clock');
      expect(await current()).toEqual(before);
      await eventually('it can be read', async () => (await names()).at(-1) === 'by a wrong clock');
    });

    it('and a migration back keeps the events of all of them, in order', async () => {
      const before = await names();
      await migrator.down(FIRST_STEP);
      await namesAre(before);
      await appendByService('without partitions');
      await migrator.up();
      await appendByService('with them again');
      await namesAre([...before, 'without partitions', 'with them again']);
      const { end } = await new EventLog(database).readAfterCursor('nobody', [TYPE], 500);
      expect(Number(end?.position)).toBeGreaterThan(Number(START.position));
    });
  });
});
