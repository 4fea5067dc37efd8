import { randomUUID } from 'node:crypto';
import { commitLater, Database, type Sql } from '@gatehouse/platform/postgres';
import type postgres from 'postgres';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

describe('an event', () => {
  let db: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', deadlineMs: 30_000 });
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  const append = (sql: postgres.Sql | postgres.TransactionSql, returning = sql`1`) => sql`
    insert into gatehouse.event_log (application, id, subject, type, data)
    values ('default', ${randomUUID()}, ${randomUUID()}, 'thing.happened.v1', '{}') returning ${returning}`;
  /** How the transaction will commit once it has appended an event. */
  const commitAfter = (asked: string, returning?: (sql: Sql) => postgres.PendingQuery<postgres.Row[]>) =>
    db.sql.begin(async (transaction) => {
      await transaction`select set_config('synchronous_commit', ${asked}, true)`;
      await append(transaction, returning?.(db.sql) as never);
      const [row] = await transaction`select current_setting('synchronous_commit') as set`;
      return row?.['set'] as string;
    });

  it('is on disk before anybody reads it, whatever the session asked for', async () => {
    expect(await commitAfter('off')).toBe('on');
  });

  it('is so too where the same statement asks for a later commit', async () => {
    expect(await commitAfter('on', (sql) => commitLater(sql) as never)).toBe('on');
  });

  it.each(['local', 'remote_write', 'remote_apply'])('leaves %s as the operator chose it', async (chosen) => {
    expect(await commitAfter(chosen)).toBe(chosen);
  });

  describe('behind a start of the server', () => {
    const epochs = async () =>
      (await db.sql<{ epoch: number }[]>`select epoch from gatehouse.event_log`).map(({ epoch }) => epoch);
    const currentEpoch = async () =>
      (await db.sql<{ epoch: number }[]>`select epoch from gatehouse.log_epoch`)[0]?.epoch ?? 0;
    const appendOne = () => database.query((sql) => append(sql) as never);
    /** What is written down was written while another server ran: this one, a standby, a copy of its disk. */
    const restart = () =>
      db.sql`update gatehouse.log_epoch set server_started_at = server_started_at - interval '1 day'`;

    beforeEach(() => db.sql`truncate gatehouse.event_log`);

    it('opens a new epoch, so that no place in the log is given out twice', async () => {
      const before = await currentEpoch();
      await appendOne();
      await restart();
      await appendOne();
      await appendOne();
      const after = await currentEpoch();
      expect(after).toBeGreaterThan(before);
      expect((await epochs()).toSorted((a, b) => a - b)).toEqual([before, after, after]);
    });

    it('opens one, however many events come at once', async () => {
      const before = await currentEpoch();
      await restart();
      await Promise.all(Array.from({ length: 10 }, appendOne));
      const after = await currentEpoch();
      expect(after).toBeGreaterThan(before);
      expect(new Set(await epochs())).toEqual(new Set([after]));
    });

    it('opens one of its own, though an earlier copy of the log goes on, in which others were opened and lost', async () => {
      const [copy] = await db.sql`select * from gatehouse.log_epoch`;
      await restart();
      await appendOne();
      const lost = await currentEpoch();
      await db.sql`update gatehouse.log_epoch set ${db.sql(copy ?? {}, 'epoch')},
        server_started_at = server_started_at - interval '1 day'`;
      // Tests open several a second, which runs ahead of the clock.
      await eventually('its second is over', async () => {
        const [row] = await db.sql`
          select clock_timestamp() > timestamptz '2026-01-01 00:00:00+00' + make_interval(secs => ${lost + 1}) as passed`;
        return row?.['passed'] === true;
      });
      await appendOne();
      expect(await currentEpoch()).toBeGreaterThan(lost);
    });

    it('opens it again where the statement that opened it failed', async () => {
      const before = await currentEpoch();
      await restart();
      const failed = db.sql.begin(async (transaction) => {
        await append(transaction);
        throw new Error('Rolled back');
      });
      await expect(failed).rejects.toThrow('Rolled back');
      await appendOne();
      expect(await currentEpoch()).toBeGreaterThan(before);
      expect(await epochs()).toEqual([await currentEpoch()]);
    });
  });
});
