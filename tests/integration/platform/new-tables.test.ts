import { randomInt, randomUUID } from 'node:crypto';
import { Database } from '@gatehouse/platform/postgres';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** Plans are kept: one that was made while a table was new goes on until the table is analysed, however it has grown. */
describe('on tables that were never analysed', () => {
  let db: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 1, deadlineMs: 30_000 });
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  it.each(['users', 'activation_codes', 'deliveries'])('%s are found by their key', async (table) => {
    const name = `by_key_of_${table}_${randomInt(2 ** 32)}`;
    const select = `select 1 from gatehouse.${table} where application = $1 and id = $2`;
    await database.query((sql) => sql.unsafe(`prepare ${name} as ${select}`));
    const rows = await database.query<Record<'QUERY PLAN', string>>((sql) =>
      sql.unsafe(`explain execute ${name}('default', '${randomUUID()}')`),
    );
    // An id alone tells a delivery, whose providers name it by nothing else.
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(new RegExp(`\\b${table}_(?:pkey|by_id)\\b`));
  });
});
