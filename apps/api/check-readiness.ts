import { type Database, serverFaults } from '@gatehouse/platform/postgres';
import type { Readiness } from './health-operations.js';

/** Whether the database answers and knows every migration that this build was made with. */
export async function checkReadiness(
  database: Database,
  migrations: readonly { readonly name: string }[],
  isDraining: boolean,
): Promise<Readiness> {
  const server = isDraining ? 'draining' : 'serving';
  try {
    const [fault] = await serverFaults(database);
    if (fault) return { status: 'not-ready', database: fault.kind, migrations: 'unknown', server };
    const rows = await database.query<{ name: string }>((sql) => sql`select name from public.gatehouse_migrations`);
    const applied = new Set(rows.map(({ name }) => name));
    const isCurrent = migrations.every(({ name }) => applied.has(name));
    const status = isCurrent && !isDraining ? 'ready' : 'not-ready';
    return { status, database: 'up', migrations: isCurrent ? 'applied' : 'pending', server };
  } catch (error) {
    const isUp = error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE;
    return { status: 'not-ready', database: isUp ? 'up' : 'down', migrations: isUp ? 'pending' : 'unknown', server };
  }
}

const UNDEFINED_TABLE = '42P01';
