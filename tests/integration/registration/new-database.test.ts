import { Database } from '@gatehouse/platform/postgres';
import { PostgresCodes } from '../../../libs/registration/adapters/postgres/codes/postgres-codes.js';
import { PostgresRegistrations } from '../../../libs/registration/adapters/postgres/sign-up/postgres-registrations.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { newRegistration } from '../../support/registration/new-registration.js';
import { reportReads } from '../../support/reported-reads.js';

const PEOPLE = 150;
/** What one sign-up with its mail reads of a table, its own rows above all. */
const FEW = 30;
const { codes: codePolicies, messages } = standardPolicy;

/** Until autovacuum comes by, a minute at least, PostgreSQL takes every table for a small one, and all indexes for equal. */
describe('in a database without statistics', () => {
  let db: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    db = await createTestDatabase();
    for (const table of ['users', 'activation_codes', 'throttles', 'event_log_1']) {
      await db.sql`alter table ${db.sql(`gatehouse.${table}`)} set (autovacuum_enabled = false)`;
    }
    // One backend alone, so that it can be made to report at once what it has done.
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 1, deadlineMs: 20_000 });
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  const rowsRead = async () => {
    await reportReads(database);
    const rows = await db.sql<{ relname: string; read: string }[]>`
      select relname, idx_tup_fetch as read from pg_stat_user_tables where schemaname = 'gatehouse' and idx_tup_fetch > 0`;
    return new Map(rows.map(({ relname, read }) => [relname, Number(read)]));
  };

  it('a sign-up and its mail read few rows, however many people there are', async () => {
    const registrations = new PostgresRegistrations(database);
    const codes = new PostgresCodes(database);
    const signUp = async (email: string) => {
      const registration = newRegistration(email);
      const key = { application: 'default', email, network: null };
      await registrations.historyOf(key, codePolicies.activation);
      await registrations.add(registration, null, messages);
      const { id } = registration.activation.code;
      await codes.dispatch('default', id, { sendTimeoutSeconds: 10, isRetried: false }, codePolicies);
      await codes.start('default', id, true);
    };
    for (let person = 1; person <= PEOPLE; person++) await signUp(`${person}@example.org`);

    const before = await rowsRead();
    await signUp('ada@example.org');
    const more = [...(await rowsRead())].map(([table, read]) => [table, read - (before.get(table) ?? 0)] as const);
    expect(more.filter(([, read]) => read > FEW)).toEqual([]);
    expect(more).toContainEqual(['activation_codes', expect.any(Number)]);
  });
});
