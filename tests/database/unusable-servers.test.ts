import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { Database, serverFaults } from '@gatehouse/platform/postgres';
import { checkReadiness } from '../../apps/api/health-operations.js';
import { examineDatabase } from '../../libs/deployment/doctor/examine-database.js';
import { createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { holdLocks } from '../support/lock-holder.js';
import { OUR_SETTINGS, PgBouncer } from '../support/pgbouncer.js';
import { ServiceProcess } from '../support/service-process.js';

const OR = 'Or set DATABASE_DIRECT_URL to PostgreSQL itself, with the pooler in transaction mode in DATABASE_URL';

describe('a server that answers, and on which the service cannot run', () => {
  const looking = async <T>(url: string, look: (database: Database) => Promise<T>): Promise<T> => {
    const database = new Database({ url, applicationName: 'looking', poolSize: 1 });
    try {
      return await look(database);
    } finally {
      await database.close(1);
    }
  };
  const verdicts = async (url: string) => ({
    ready: (await looking(url, (database) => checkReadiness(database, [], false))).database,
    doctor: (await looking(url, (database) => examineDatabase(database)))[0]?.found,
    migrate: await (await deploymentMigrator(url)).up().then(
      () => 'migrated',
      (error: Error) => error.message,
    ),
  });

  it.each(['LATIN1', 'SQL_ASCII'])('is one whose database is in %s', async (encoding) => {
    const db = await createTestDatabase({ migrated: false, encoding });
    try {
      const found = `the database’s encoding is ${encoding}`;
      expect(await verdicts(db.url)).toEqual({
        ready: 'encoding',
        doctor: expect.stringContaining(`DATABASE_URL: ${found}`),
        migrate: expect.stringContaining(found),
      });
    } finally {
      await db.drop();
    }
  });

  it('is one that is read-only, until it is not', async () => {
    const db = await createTestDatabase();
    const name = new URL(db.url).pathname.slice(1);
    try {
      await looking(db.url, async (database) => {
        await db.sql.unsafe(`alter database ${name} set default_transaction_read_only = on`);
        const ready = () => checkReadiness(database, [], false);
        expect(await ready()).toMatchObject({ status: 'not-ready', database: 'read-only' });
        expect(await verdicts(db.url)).toMatchObject({
          ready: 'read-only',
          doctor: 'DATABASE_URL: the database is read-only',
          migrate: expect.stringContaining('the database is read-only'),
        });
        await db.sql.unsafe(`alter database ${name} reset default_transaction_read_only`);
        await eventually('ready again', async () => (await ready()).status === 'ready');
      });
    } finally {
      await db.drop();
    }
  });

  describe('is one behind PgBouncer in transaction mode', () => {
    it.each([
      ['which refuses our settings', ''],
      ['which ignores our settings', 'every'],
    ])('%s', async (_what, ignored) => {
      const db = await createTestDatabase({ migrated: false });
      const pooler = await PgBouncer.before(db.url, ignored === '' ? [] : OUR_SETTINGS);
      try {
        const found = 'a pooler such as PgBouncer does not pass session settings on to the server';
        expect(await verdicts(pooler.url)).toEqual({
          ready: 'pooler',
          doctor: `DATABASE_URL: ${found}`,
          migrate: `${found}. Connect to PostgreSQL directly: this service has its own pool (DATABASE_POOL_SIZE). ${OR}`,
        });
        expect(await looking(pooler.url, serverFaults)).toHaveLength(1);
        for (const program of ['api', 'worker'] as const) {
          const { code, errors } = await ServiceProcess.endOf(program, { DATABASE_URL: pooler.url });
          expect({ program, code, errors: errors.replace(/^(api|worker)( cannot start)?: /, '') }).toEqual({
            program,
            code: 1,
            errors: `DATABASE_URL: ${found}. Connect to PostgreSQL directly: this service has its own pool (DATABASE_POOL_SIZE). ${OR}\n`,
          });
        }
      } finally {
        await pooler.stop();
        await db.drop();
      }
    });
  });
});

describe('a migration that has to wait', () => {
  it('says whom it waits for', async () => {
    const db = await createTestDatabase({ migrated: false });
    const lines: string[] = [];
    try {
      const lock = await holdLocks(db, (sql) => sql`select pg_advisory_lock(hashtext('gatehouse.migrations'))`);
      const migrating = (await deploymentMigrator(db.url, (line) => lines.push(line))).up();
      await eventually('a line', () => lines.length > 0);
      expect(lines[0]).toMatch(/^waiting for process \d+ \(tests, gatehouse, 127\.0\.0\.1, idle in transaction\)$/);
      await lock.transaction`select pg_advisory_unlock_all()`;
      await lock.release();
      expect((await migrating).length).toBeGreaterThan(20);
      expect(lines).toHaveLength(1);
    } finally {
      await db.drop();
    }
  });
});
