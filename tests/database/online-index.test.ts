import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import postgres from 'postgres';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { blocksOf, runShell } from '../support/shell-blocks.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the index for searching people, built beforehand', () => {
  let db: TestDatabase;
  let usual: TestDatabase;
  let online: string;

  beforeAll(async () => {
    usual = await createTestDatabase({ migrated: false });
    await (await deploymentMigrator(usual.url)).up('0097-user-search');
    db = await createTestDatabase({ migrated: false });
    await (await deploymentMigrator(db.url)).up('0096-template-tests');
    const block = blocksOf(await readFile(`${root}docs/operations.md`, 'utf8')).find((text) => /online-/.test(text));
    online = /^psql .*$/m.exec(block ?? '')?.[0] ?? '';
  });
  afterAll(async () => {
    await db.drop();
    await usual.drop();
  });

  const build = () => runShell(online, { cwd: root, env: { PATH: process.env['PATH'], DATABASE_URL: db.url } });

  it('lets people sign up meanwhile', async () => {
    const writer = postgres(db.url, { max: 1 });
    await writer`begin`.simple();
    await writer`lock table gatehouse.users in row exclusive mode`;
    const built = build();
    await eventually('the build waits for the writer', async () => {
      const [{ waiting } = { waiting: false }] = await db.sql<{ waiting: boolean }[]>`
        select count(*) > 0 as waiting from pg_stat_activity
        where datname = current_database() and query ilike 'create index concurrently%' and wait_event_type = 'Lock'`;
      return waiting;
    });
    // As every statement that writes a person does; it fails where it would wait.
    await db.sql.unsafe('do $$ begin lock table gatehouse.users in row exclusive mode nowait; end $$');
    await writer`commit`.simple();
    await writer.end();
    expect(await built).toMatchObject({ code: 0, err: '' });
  });

  it('is what the migration makes, and the next migration goes on from it', async () => {
    expect(await made(db)).toEqual(await made(usual));
    expect(await made(db)).toHaveLength(4);
    const applied = await (await deploymentMigrator(db.url)).up();
    expect(applied).not.toContain('0097-user-search');
  });

  it('is left alone when it is there', async () => {
    const before = await made(db);
    expect(await build()).toMatchObject({ code: 0, err: '' });
    expect(await made(db)).toEqual(before);
  });

  const made = async ({ sql }: TestDatabase) =>
    (
      await sql<{ made: string }[]>`
        select pg_get_functiondef(oid) as made from pg_proc
        where pronamespace = 'gatehouse'::regnamespace and proname in ('folded', 'search_text', 'search_terms')
        union all
        select pg_get_indexdef(indexrelid) from pg_index
        where indexrelid = to_regclass('gatehouse.users_search') and indisvalid
        order by 1`
    ).map((row) => row.made);
});
