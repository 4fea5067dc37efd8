import type { Database, Sql } from '../postgres/index.js';
import { type Purge, untilNoneLeft } from './purge.js';

export interface AgedRows {
  readonly what: string;
  /** With `application` and `id` for its key. */
  readonly table: string;
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
    const { table, column, keepSeconds, only } = this.rows;
    const rows = await this.database.query(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        doomed as materialized (
          select application, id from gatehouse.${sql(table)}
          where ${sql(column)} < (select now - make_interval(secs => ${keepSeconds}) from clock)
            ${only ? sql`and ${only(sql)}` : sql``}
          order by ${sql(column)}
          limit ${limit}
          for update skip locked
        )
        delete from gatehouse.${sql(table)} as aged using doomed
        where aged.application = doomed.application and aged.id = doomed.id
        returning 1`,
    );
    return rows.length;
  }
}
