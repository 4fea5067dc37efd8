import { randomUUID } from 'node:crypto';
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

/**
 * A migrated, empty database for one suite: `db = await createTestDatabase()` before all, `db.drop()` after all.
 * @param options `migrated: false` for one without any schema, whose time cannot be moved
 */
export async function createTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
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
      sql`create database ${sql(name)} template ${sql(migrated ? new URL(template).pathname.slice(1) : 'template0')}`,
  );

  const sql = postgres(url.href, { max: 4, onnotice: () => undefined, connection: { application_name: 'tests' } });
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
