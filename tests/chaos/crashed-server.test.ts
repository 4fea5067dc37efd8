import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import { uuidV7 } from '@gatehouse/platform/ids';
import { Database } from '@gatehouse/platform/postgres';
import postgres from 'postgres';
import { PostgresRegistrations } from '../../libs/registration/adapters/postgres/sign-up/postgres-registrations.js';
import { standardPolicy } from '../../libs/registration/domain/policy.js';
import { newRegistration } from '../support/registration/new-registration.js';

const ROUNDS = 3;
const CLIENTS = 20;
/** Kill the server once so many sign-ups of the round were answered. */
const ANSWERED = 150;

/** A server that keeps what it has committed, as in production: with fsync, unlike the other suites'. */
describe('when the database server is killed', () => {
  let folder: string;
  let server: EmbeddedPostgres;

  const start = () =>
    startEmbeddedPostgres({
      dataDirectory: folder,
      ...(process.env['TEST_POSTGRES_BIN'] ? { binaries: process.env['TEST_POSTGRES_BIN'] } : {}),
    });
  const inspect = async <T>(look: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
    const sql = postgres(server.databaseUrl('crash'), { max: 1, onnotice: () => undefined });
    try {
      return await look(sql);
    } finally {
      await sql.end({ timeout: 1 });
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-crash-'));
    await chmod(folder, 0o711);
    server = await start();
    await server.createDatabase('crash');
    await (await deploymentMigrator(server.databaseUrl('crash'))).up();
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  /** Signs people up, twenty at a time, until the server is dead; answers the ids of those who were told so. */
  const signUpUntilItDies = async (): Promise<string[]> => {
    const postmaster = await inspect(async (sql) => {
      const [row] = await sql<{ fsync: string; pid: string }[]>`
        select current_setting('fsync') as fsync, split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`;
      expect(row?.fsync).toBe('on');
      return Number(row?.pid);
    });
    const database = new Database({ url: server.databaseUrl('crash'), applicationName: 'crash', deadlineMs: 2_000 });
    const registrations = new PostgresRegistrations(database);
    const answered: string[] = [];
    let killed = false;
    const signUp = async () => {
      const subject = newRegistration(`${uuidV7.next()}@example.org`);
      await registrations.add(subject, null, standardPolicy.messages);
      answered.push(subject.user.id);
      if (answered.length < ANSWERED || killed) return;
      killed = true;
      process.kill(postmaster, 'SIGKILL');
    };
    const keepSigningUp = async () => {
      while (!killed) await signUp();
    };
    await Promise.allSettled(Array.from({ length: CLIENTS }, keepSigningUp));
    await database.close(1);
    // Lets go of the folder; there is nothing left to stop.
    await server.ended;
    await server.stop();
    return answered;
  };

  it('no answered sign-up is lost, and each has its code and both events', async () => {
    const answered: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      answered.push(...(await signUpUntilItDies()));
      server = await start();
      const users = await inspect(
        (sql) => sql<{ id: string; whole: boolean }[]>`
          select users.id, (select count(*) from gatehouse.activation_codes code where code.user_id = users.id) = 1
            and (select count(*) from gatehouse.event_log event where event.subject = users.id) = 2 as whole
          from gatehouse.users`,
      );
      expect(users.filter(({ whole }) => !whole)).toEqual([]);
      const there = new Set(users.map(({ id }) => id));
      expect(answered.filter((id) => !there.has(id))).toEqual([]);
      const [others] = await inspect(
        (sql) => sql`select (select count(*)::int from gatehouse.event_log) as events,
          (select count(*)::int from gatehouse.activation_codes) as codes`,
      );
      expect(others).toEqual({ events: 2 * there.size, codes: there.size });
    }
    expect(answered.length).toBeGreaterThanOrEqual(ROUNDS * ANSWERED);
  }, 120_000);
});
