import { allMigrationNames, allMigrations, deploymentMigrator, isMigrated } from '@gatehouse/deployment/migrations';
import { Migrator } from '@gatehouse/platform/migrations';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('migrations', () => {
  let db: TestDatabase;

  beforeEach(async () => {
    db = await createTestDatabase({ migrated: false });
  });
  afterEach(() => db.drop());

  /** Everything that a migration may leave behind, one line each. */
  const schema = async () => {
    const rows = await db.sql<{ what: string }[]>`
      select format('%s %s.%s', c.relkind, n.nspname, c.relname) as what
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'gatehouse', 'pgboss') and c.relkind in ('r', 'p', 'v', 'S', 'i')
      union all select format('column %s.%s.%s %s', table_schema, table_name, column_name, data_type)
        from information_schema.columns where table_schema in ('public', 'gatehouse', 'pgboss')
      union all select format('function %s', p.oid::regprocedure)
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('public', 'gatehouse', 'pgboss')
      union all select format('type %s', t.oid::regtype) from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where n.nspname in ('public', 'gatehouse', 'pgboss') and t.typtype in ('e', 'd')
      union all select format('schema %s', nspname) from pg_namespace where nspname !~ '^(pg_|information_schema)'
      union all select format('extension %s', extname) from pg_extension
      order by 1`;
    return rows.map(({ what }) => what);
  };

  it('each go up, down and up again, and down leaves what was there before', async () => {
    const migrator = await deploymentMigrator(db.url);
    const names = (await allMigrations()).map(({ name }) => name).sort();
    await migrator.status();
    let before = await schema();
    for (const name of names) {
      expect(await migrator.up(name)).toEqual([name]);
      const after = await schema();
      expect(await migrator.down()).toEqual([name]);
      expect(await schema()).toEqual(before);
      expect(await migrator.up(name)).toEqual([name]);
      before = await schema();
      expect(before).toEqual(after);
    }
    expect(await migrator.up()).toEqual([]);
  }, 60_000);

  it('leave nothing behind when all have gone down', async () => {
    const migrator = await deploymentMigrator(db.url);
    await migrator.status();
    const before = await schema();
    const up = await migrator.up();
    expect(await migrator.down(0)).toEqual([...up].reverse());
    expect(await schema()).toEqual(before);
    expect(await migrator.up()).toEqual(up);
  }, 60_000);

  it('are applied once by any number of processes that start together', async () => {
    const migrators = await Promise.all(Array.from({ length: 4 }, () => deploymentMigrator(db.url)));
    const applied = await Promise.all(migrators.map((migrator) => migrator.up()));
    const names = (await allMigrations()).map(({ name }) => name).sort();
    expect(applied.flat().sort()).toEqual(names);
    expect(applied.filter((list) => list.length > 0)).toHaveLength(1);
  }, 60_000);

  it('tell which are applied and which are pending', async () => {
    const migrator = await deploymentMigrator(db.url);
    const [first, ...others] = await migrator.status();
    expect(first).toEqual({ name: '0001-foundation', state: 'pending' });
    expect(new Set(others.map(({ state }) => state))).toEqual(new Set(['pending']));
    await migrator.up('0001-foundation');
    expect((await migrator.status()).filter(({ state }) => state === 'applied')).toEqual([
      { name: '0001-foundation', state: 'applied' },
    ]);
  });

  it('are known by their names without being read', async () => {
    expect(await allMigrationNames()).toEqual((await allMigrations()).map(({ name }) => name));
  });

  it('tell at a look whether there is nothing to do', async () => {
    const migrator = await deploymentMigrator(db.url);
    expect(await isMigrated(db.url)).toBe(false);
    await migrator.up('0001-foundation');
    expect(await isMigrated(db.url)).toBe(false);
    await migrator.up();
    expect(await isMigrated(db.url)).toBe(true);
    await migrator.down();
    expect(await isMigrated(db.url)).toBe(false);
  });

  it('tell that there is something to do for a dump from another cluster', async () => {
    const migrator = await deploymentMigrator(db.url);
    await migrator.up();
    await db.sql`update gatehouse.log_epoch set system_identifier = system_identifier - 1`;
    expect(await isMigrated(db.url)).toBe(false);
    await migrator.up();
    expect(await isMigrated(db.url)).toBe(true);
  });

  it('leave no half of a step behind when it fails, and nothing of what comes after', async () => {
    const step = (name: string, up: string) => ({ name, up, down: 'drop table things' });
    const migrator = new Migrator(db.url, [
      step('0001-first', 'create table things (id int)'),
      step('0002-broken', 'create table more (id int); create table things (id int)'),
      step('0003-later', 'create table later (id int)'),
    ]);
    await expect(migrator.up()).rejects.toThrow('already exists');
    expect(await migrator.status()).toEqual([
      { name: '0001-first', state: 'applied' },
      { name: '0002-broken', state: 'pending' },
      { name: '0003-later', state: 'pending' },
    ]);
    const [tables] = await db.sql`select to_regclass('things') is not null as first,
      to_regclass('more') is not null as broken, to_regclass('later') is not null as later`;
    expect(tables).toEqual({ first: true, broken: false, later: false });
  });

  it('know one default application from the start', async () => {
    await (await deploymentMigrator(db.url)).up();
    const rows = await db.sql`select slug, preset, policy from gatehouse.applications`;
    expect([...rows]).toEqual([{ slug: 'default', preset: 'standard', policy: {} }]);
  });
});
