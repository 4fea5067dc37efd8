import type postgres from 'postgres';
import type { TestDatabase } from './database.js';
import { eventually } from './eventually.js';

/** An open transaction that holds locks until it is told to let go, so that statements can be met half-way. */
export interface LockHolder {
  readonly transaction: postgres.ReservedSql;
  release(): Promise<void>;
}

/** Begins a transaction and runs what takes the locks. */
export async function holdLocks(
  db: TestDatabase,
  take: (transaction: postgres.ReservedSql) => Promise<unknown>,
): Promise<LockHolder> {
  const transaction = await db.sql.reserve();
  await transaction`begin`;
  await take(transaction);
  let held = true;
  return {
    transaction,
    release: async () => {
      if (!held) return;
      held = false;
      await transaction`rollback`;
      transaction.release();
    },
  };
}

/** Backends of this database that wait for a lock, longest first. */
export async function blockedBackends(db: TestDatabase): Promise<number[]> {
  const rows = await db.sql<{ pid: number }[]>`
    select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' order by query_start`;
  return rows.map(({ pid }) => pid);
}

export const untilBlocked = (db: TestDatabase, count: number): Promise<void> =>
  eventually(`${count} backends wait for a lock`, async () => (await blockedBackends(db)).length === count);
