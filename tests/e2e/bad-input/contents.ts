import type { TestDatabase } from '../../support/database.js';

/** What every table of data holds, in short, so that a change shows. */
export class Contents {
  #seen: Readonly<Record<string, string>> = {};

  private constructor(
    private readonly db: TestDatabase,
    private readonly tables: readonly string[],
  ) {}

  static async of(db: TestDatabase): Promise<Contents> {
    const rows = await db.sql<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('gatehouse', 'public') and table_type = 'BASE TABLE'
        -- What a partition holds, its table holds.
        and format('%I.%I', table_schema, table_name)::regclass not in (select inhrelid from pg_inherits)
      order by 1`;
    const contents = new Contents(
      db,
      rows.map(({ name }) => name),
    );
    await contents.changed();
    return contents;
  }

  /** Tables whose rows are not those of the last time that this was asked. */
  async changed(): Promise<string[]> {
    const before = this.#seen;
    this.#seen = await this.#now();
    return Object.entries(this.#seen).flatMap(([table, sum]) => (before[table] === sum ? [] : [table]));
  }

  async #now(): Promise<Readonly<Record<string, string>>> {
    const each = this.tables.map(
      (table) => `select '${table}' as name, md5(coalesce(string_agg(row::text, '' order by row::text), '')) as sum
        from ${table} as row`,
    );
    const rows = await this.db.sql.unsafe<{ name: string; sum: string }[]>(each.join(' union all '));
    return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
  }
}
