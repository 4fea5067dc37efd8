import type { Database } from '@gatehouse/platform/postgres';

/**
 * Makes every backend of a database report what it has read, so that the statistics hold all of it and nothing more comes later: the
 * backend of `database`, whose pool has one connection, at once, and all others as they end. A backend that is left alone reports when it
 * next has something to do, or after ten seconds.
 */
export const reportReads = async (database: Database): Promise<void> => {
  await database.query(
    (sql) => sql`
      select pg_terminate_backend(pid, 10000) from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  await database.query((sql) => sql`select pg_stat_force_next_flush()`);
  await database.query((sql) => sql`select pg_stat_clear_snapshot()`);
};
