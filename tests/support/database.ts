import { randomUUID } from 'node:crypto';
import { connect } from '@gatehouse/platform/postgres';
import postgres from 'postgres';

export interface TestDatabase {
  readonly url: string;
  /** A small client of its own, for arranging and looking. */
  readonly sql: postgres.Sql;
  /** Stops `gatehouse.now()` at this moment, for every process on this database; null lets it run again. */
  setTime(moment: Date | null): Promise<void>;
  /** Moves `gatehouse.now()` forward: a stopped clock stays stopped, a running one goes on running. */
  advance(milliseconds: number): Promise<void>;
  drop(): Promise<void>;
}

/** What a role or a database may say of sessions, as odd as PostgreSQL takes it. */
const ODD_SETTINGS: Readonly<Record<string, string>> = {
  DateStyle: 'German, DMY',
  IntervalStyle: 'sql_standard',
  TimeZone: 'Asia/Kathmandu',
  bytea_output: 'escape',
  extra_float_digits: '-15',
  array_nulls: 'off',
  standard_conforming_strings: 'off',
  transform_null_equals: 'on',
  default_transaction_isolation: 'serializable',
  row_security: 'off',
  search_path: 'nowhere',
  client_encoding: 'LATIN1',
  statement_timeout: '1',
  lock_timeout: '1',
  idle_in_transaction_session_timeout: '1',
  idle_session_timeout: '1',
  plan_cache_mode: 'force_custom_plan',
  enable_indexscan: 'off',
  enable_indexonlyscan: 'off',
  enable_bitmapscan: 'off',
  enable_nestloop: 'off',
  join_collapse_limit: '1',
  from_collapse_limit: '1',
};

/**
 * A migrated, empty database for one suite: `db = await createTestDatabase()` before all, `db.drop()` after all.
 * @param options `migrated: false` for one without any schema, whose time cannot be moved; `odd: true` for one that
 *   gives its sessions every setting otherwise than usual; `encoding` for one without a schema in another encoding
 */
export async function createTestDatabase({
  migrated = true,
  odd = process.env.TEST_DATABASE_ODD === 'yes',
  encoding = 'UTF8',
} = {}): Promise<TestDatabase> {
  const template = process.env.TEST_DATABASE_TEMPLATE;
  if (!template) throw new Error('No database server: this suite belongs under tests/integration, e2e or chaos');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const [url, maintenance] = [new URL(template), new URL(template)];
  url.pathname = `/${name}`;
  maintenance.pathname = '/postgres';
  const server = maintenance.href;
  await onServer(
    server,
    (sql) =>
      sql`create database ${sql(name)} template ${sql(migrated ? new URL(template).pathname.slice(1) : 'template0')}
        ${encoding === 'UTF8' ? sql`` : sql`encoding ${sql(encoding)} locale_provider 'libc' lc_collate 'C' lc_ctype 'C'`}`,
  );

  if (odd) {
    const settings = Object.entries(ODD_SETTINGS).map(([setting, value]) => `set ${setting} = '${value}'`);
    for (const setting of settings)
      await onServer(server, (admin) => admin.unsafe(`alter database ${name} ${setting}`));
  }
  const open = odd ? connect : postgres;
  const sql = open(url.href, { max: 4, onnotice: () => undefined, connection: { application_name: 'tests' } });
  const clock = clockOf(sql);
  return {
    url: url.href,
    sql,
    ...clock,
    drop: async () => {
      await sql.end({ timeout: 5 });
      await onServer(server, (admin) => admin`drop database if exists ${admin(name)} with (force)`);
    },
  };
}

function clockOf(sql: postgres.Sql): Pick<TestDatabase, 'setTime' | 'advance'> {
  let stoppedAt: Date | null = null;
  let aheadMs = 0;
  const apply = async (): Promise<void> => {
    const body = stoppedAt
      ? `select '${stoppedAt.toISOString()}'::timestamptz`
      : `select pg_catalog.clock_timestamp() + interval '${aheadMs} milliseconds'`;
    await sql.unsafe(
      `create or replace function gatehouse.now() returns timestamptz language sql volatile as $$ ${body} $$`,
    );
  };
  return {
    setTime: async (moment) => {
      stoppedAt = moment;
      aheadMs = 0;
      await apply();
    },
    advance: async (milliseconds) => {
      if (stoppedAt) stoppedAt = new Date(stoppedAt.getTime() + milliseconds);
      else aheadMs += milliseconds;
      await apply();
    },
  };
}

async function onServer(url: string, run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, prepare: false, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await run(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
