import type { TestDatabase } from './database.js';
import { eventually } from './eventually.js';

/**
 * Resolves when every event so far may be read. Transactions of other databases on the same server hold events back too,
 * and other suites have such.
 */
export const untilSettled = (db: TestDatabase): Promise<void> =>
  eventually('all events are settled', async () => {
    const [row] = await db.sql<{ settled: boolean }[]>`
      select not exists (
        select 1 from gatehouse.event_log where transaction_id >= pg_snapshot_xmin(pg_current_snapshot())
      ) as settled`;
    return row?.settled === true;
  });
