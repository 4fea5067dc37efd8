import type { Clock } from '@gatehouse/kernel';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics.js';
import type { Database, Sql } from '../postgres/index.js';
import type { JobDefinition, JobOutcome } from './job.js';

/** Removes what has had its time. Contributed by anyone who keeps such things; the worker runs them all by schedule. */
export interface Purge {
  /** What it removes, in metrics and logs: `registrations`. */
  readonly what: string;

  /**
   * Removes in batches of this size, one statement each, until there is nothing left to remove; tells after each how
   * many rows are gone. Several at once do not get in each other's way.
   */
  batches(size: number): AsyncIterable<number>;
}

/**
 * Batches by a statement that removes the oldest rows and answers how many, until one finds none. One that is not full
 * says little: rows that another run was about to remove are passed over, not made up for.
 */
export async function* untilNoneLeft(size: number, remove: (size: number) => Promise<number>): AsyncIterable<number> {
  for (;;) {
    const removed = await remove(size);
    yield removed;
    if (removed === 0) return;
  }
}

export interface AgedRows {
  readonly what: string;
  readonly table: string;
  /** Its key, if that is not `application` and `id`. */
  readonly key?: readonly string[];
  /** The column that an index orders, alone or with `only`. */
  readonly column: string;
  /** Seconds that a row is kept after that time. */
  readonly keepSeconds: number;
  /** The rows that are meant, if not all. */
  readonly only?: (sql: Sql) => ReturnType<Sql>;
}

/** Removes the rows of a table that are older than they need to be, the oldest first. */
export class AgedRowsPurge implements Purge {
  readonly what: string;

  constructor(
    private readonly database: Database,
    private readonly rows: AgedRows,
  ) {
    this.what = rows.what;
  }

  batches(size: number): AsyncIterable<number> {
    return untilNoneLeft(size, (limit) => this.#remove(limit));
  }

  async #remove(limit: number): Promise<number> {
    const { table, key = ['application', 'id'], column, keepSeconds, only } = this.rows;
    const rows = await this.database.query(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        doomed as materialized (
          select ${sql(key)} from gatehouse.${sql(table)}
          where ${sql(column)} < (select now - make_interval(secs => ${keepSeconds}) from clock)
            ${only ? sql`and ${only(sql)}` : sql``}
          order by ${sql(column)}
          limit ${limit}
          for update skip locked
        )
        delete from gatehouse.${sql(table)} as aged using doomed
        where ${key.map((part, at) => sql`${at === 0 ? sql`` : sql`and`} aged.${sql(part)} = doomed.${sql(part)}`)}
        returning 1`,
    );
    return rows.length;
  }
}

export const PURGE_QUEUE = 'purge';

/** A statement of this many rows takes some milliseconds: nobody waits long for a row that it holds. */
const BATCH = 500;
/** Should there be more than can be removed in this time, the next hour goes on. */
const LONGEST_RUN_MS = 4 * 60_000;

/** Runs every purge, once an hour. One that fails does not keep the others from their work; the job then comes again. */
export class PurgeJob implements JobDefinition {
  readonly queue = PURGE_QUEUE;
  readonly leaseSeconds = 600;
  /** Every hour, away from the full hour, when everybody else's jobs run. */
  readonly schedule = '7 * * * *';

  constructor(
    private readonly purges: readonly Purge[],
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  async handle(): Promise<JobOutcome> {
    const begun = this.clock.now().getTime();
    const removed: Record<string, number> = {};
    const faults: unknown[] = [];
    for (const purge of this.purges) {
      const { what } = purge;
      try {
        for await (const count of purge.batches(BATCH)) {
          this.metrics.purgedRows.inc({ what }, count);
          removed[what] = (removed[what] ?? 0) + count;
          if (this.clock.now().getTime() - begun > LONGEST_RUN_MS) break;
        }
      } catch (error) {
        faults.push(error);
        this.logger.error({ err: error, what }, 'A purge failed');
      }
    }
    const seconds = (this.clock.now().getTime() - begun) / 1000;
    this.logger.info({ removed, seconds }, 'Purged expired data');
    if (faults.length > 0) throw new AggregateError(faults, 'Some purges failed');
    this.metrics.purgeFinished.set(this.clock.now().getTime() / 1000);
    return { kind: 'done' };
  }
}
