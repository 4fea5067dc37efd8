import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { KeyRing } from '@gatehouse/platform/config';
import { Database } from '@gatehouse/platform/postgres';
import { PostgresSuppressions } from '../../../libs/notification/adapters/postgres/suppressions/postgres-suppressions.js';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { runGatehouse } from '../../support/run-gatehouse.js';

describe('gatehouse suppressions', () => {
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

  const run = (...args: readonly string[]) =>
    runGatehouse(['suppressions', ...args], { ...TEST_ENVIRONMENT, DATABASE_URL: db.url }, tmpdir());

  it('lists one by its address, and removes it', async () => {
    const keys = KeyRing.parse(TEST_ENVIRONMENT['CODE_KEYS'] ?? '');
    const key = new PostgresSuppressions(database, keys).keyOf('default', { email: 'ada@example.com' });
    const id = randomUUID();
    await db.sql`delete from gatehouse.suppressions`;
    await db.sql`
      insert into gatehouse.suppressions (application, recipient_key, id, channel, cause, provider, message_id)
      values ('default', ${Buffer.from(key, 'hex')}, ${id}, 'mail', 'bounced', 'postmark', ${randomUUID()})`;
    const listed = await run('list', '--email', 'Ada@Example.com', '--json');
    expect(JSON.parse(listed.out)).toMatchObject([{ id, cause: 'bounced' }]);
    expect(await run('remove')).toMatchObject({ code: 1 });
    expect(await run('remove', '--email', 'ada@example.com')).toMatchObject({ code: 0, out: `removed: ${id}\n` });
    expect(JSON.parse((await run('list', '--json')).out)).toEqual([]);
    expect(await run('remove', '--email', 'ada@example.com')).toMatchObject({ code: 1 });
  });
});
