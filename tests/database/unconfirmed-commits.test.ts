import { randomUUID } from 'node:crypto';
import { EventLog, FeedLog, START } from '@gatehouse/platform/events';
import { Database } from '@gatehouse/platform/postgres';
import { CrashingServer } from '../support/crashing-server.js';
import { eventually } from '../support/eventually.js';
import { untilSettled } from '../support/settled.js';

/** Long enough for a statement itself, so that the deadline comes while its commit waits. */
const DEADLINE_MS = 1_500;
const NOT_DONE = { kind: 'busy', mayHaveCommitted: true };

describe('a commit that no synchronous standby confirms', () => {
  let server: CrashingServer;
  let database: Database;

  beforeAll(async () => {
    server = await CrashingServer.start({ fsync: 'off' });
    const { url } = server.db;
    database = new Database({ url, applicationName: 'unconfirmed', poolSize: 4, deadlineMs: DEADLINE_MS });
  }, 60_000);
  afterAll(async () => {
    await awaits('');
    await database?.close(1);
    await server?.close();
  });
  beforeEach(() => awaits('away'));

  const awaits = async (standby: string) => {
    const { sql } = server.db;
    await sql.unsafe(`alter system set synchronous_standby_names = '${standby}'`);
    await sql`select pg_reload_conf()`;
    await eventually('it is so', async () => {
      const [row] = await sql`select current_setting('synchronous_standby_names') as names`;
      return row?.['names'] === standby;
    });
  };
  const write = () =>
    database
      .query(
        (sql) => sql`
        insert into gatehouse.event_log (application, id, subject, type, data)
        values ('shop', ${randomUUID()}, ${randomUUID()}, 'thing.happened.v1', '{}') returning id`,
      )
      .catch((error: unknown) => error);

  it.each([
    ['its own deadline', () => Promise.resolve()],
    [
      'somebody',
      () =>
        eventually('it is cancelled', async () => {
          const rows = await server.db.sql`
            select pg_cancel_backend(pid) from pg_stat_activity
            where application_name = 'unconfirmed' and wait_event = 'SyncRep'`;
          return rows.length > 0;
        }),
    ],
  ])('is never told as done when %s cancels its wait', async (_who, cancel) => {
    const told = write();
    await cancel();
    expect(await told).toMatchObject(NOT_DONE);
  });

  it.each([
    ['the relay', async () => (await new EventLog(database).readAfterCursor('anyone', 'all', 100)).events.length],
    ['the feed', async () => (await new FeedLog(database).readAll(START, 100)).events.length],
    [
      'a page of the feed',
      async () =>
        (await new FeedLog(database).read({ application: 'shop', types: null, limit: 100 }, START)).events.length,
    ],
  ])('is handed to nobody by %s, until a standby has it', async (_who, read) => {
    expect(await write()).toMatchObject(NOT_DONE);
    await untilSettled(server.db);
    await expect(read()).rejects.toMatchObject(NOT_DONE);
    // As Patroni does when it finds that no standby is left.
    await awaits('');
    expect(await read()).toBeGreaterThan(0);
  });
});
