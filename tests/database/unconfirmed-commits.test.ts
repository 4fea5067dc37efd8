import { chmodSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import { Database } from '@gatehouse/platform/postgres';
import postgres from 'postgres';
import { eventually } from '../support/eventually.js';

/** Long enough for the statement itself, so that the deadline comes while the commit waits. */
const DEADLINE_MS = 1_500;

describe('a commit that no synchronous standby confirms', () => {
  let server: EmbeddedPostgres;
  let database: Database;
  let sql: postgres.Sql;

  beforeAll(async () => {
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'gatehouse-unconfirmed-'));
    chmodSync(dataDirectory, 0o711);
    server = await startEmbeddedPostgres({ dataDirectory, temporary: true, settings: { fsync: 'off' } });
    await server.createDatabase('unconfirmed');
    const url = server.databaseUrl('unconfirmed');
    sql = postgres(url, { max: 1, onnotice: () => undefined });
    await sql`create table public.promise (kept int)`;
    await sql`alter system set synchronous_standby_names = 'away'`;
    await sql`select pg_reload_conf()`;
    await eventually('the standby is awaited', async () => {
      const [row] = await sql`select current_setting('synchronous_standby_names') as names`;
      return row?.['names'] === 'away';
    });
    database = new Database({ url, applicationName: 'unconfirmed', poolSize: 1 });
  }, 60_000);
  afterAll(async () => {
    await database?.close(1);
    await sql?.end({ timeout: 1 });
    await server?.stop();
  });

  it.each([
    ['its own deadline', () => Promise.resolve()],
    [
      'somebody',
      () =>
        eventually('it is cancelled', async () => {
          const rows = await sql`
            select pg_cancel_backend(pid) from pg_stat_activity
            where application_name = 'unconfirmed' and wait_event = 'SyncRep'`;
          return rows.length > 0;
        }),
    ],
  ])('is never told as done when %s cancels its wait', async (_who, cancel) => {
    const told = database
      .query((build) => build`insert into public.promise values (1) returning kept`, { deadlineMs: DEADLINE_MS })
      .then(
        () => 'done',
        (error: unknown) => error,
      );
    await cancel();
    expect(await told).toMatchObject({ kind: 'busy', mayHaveCommitted: true });
  });
});
