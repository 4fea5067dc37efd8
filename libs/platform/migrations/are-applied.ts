import { parseDatabaseUrl, SoleConnection } from '../postgres/index.js';

const LOOK_MS = 10_000;

/**
 * Whether all of these have been applied, on this very cluster: into another one a dump may have brought them, and then
 * `Migrator.up` opens a new epoch of the event log. One statement without a lock; who migrates looks again.
 */
export async function areApplied(url: string, names: readonly string[]): Promise<boolean> {
  const connection = new SoleConnection(parseDatabaseUrl(url), 'gatehouse-migrate');
  const { sql } = connection;
  try {
    const rows = await connection.within(
      LOOK_MS,
      sql<{ name: string }[]>`
        select name from public.gatehouse_migrations
        where exists (
          select from gatehouse.log_epoch epoch join pg_control_system() control using (system_identifier))`,
    );
    const applied = new Set(rows.map(({ name }) => name));
    return names.every((name) => applied.has(name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return false;
    throw error;
  } finally {
    await connection.end();
  }
}

const UNDEFINED_TABLE = '42P01';
