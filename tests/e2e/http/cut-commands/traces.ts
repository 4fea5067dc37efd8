import type postgres from 'postgres';

/** What they count is spread over several rows by chance, so that their number says nothing. */
const SPREAD = ['sms_countries', 'sms_spend'];

export type Look = Readonly<Record<string, number>>;

/** How many rows a database holds, by table, and by type where they are events. */
export class Traces {
  private constructor(
    private readonly sql: postgres.Sql,
    private readonly tables: readonly string[],
  ) {}

  static async in(sql: postgres.Sql): Promise<Traces> {
    const rows = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'gatehouse' and table_type = 'BASE TABLE'
        and format('%I.%I', table_schema, table_name)::regclass not in (select inhrelid from pg_inherits)
      order by table_name`;
    return new Traces(
      sql,
      rows.map(({ name }) => name),
    );
  }

  async look(): Promise<Look> {
    const counted = this.tables.filter((name) => !SPREAD.includes(name));
    const counts = counted.map((name) => `select '${name}' as what, count(*)::int as many from gatehouse.${name}`);
    const rows = await this.sql.unsafe<{ what: string; many: number }[]>(
      `${counts.join(' union all ')}
      union all select type, count(*)::int from gatehouse.event_log group by type order by what`,
    );
    return Object.fromEntries(rows.map(({ what, many }) => [what, many]));
  }

  /** Another text once anything in the database is written, and the same whatever is written in others of the server. */
  async written(): Promise<string> {
    const versions = this.tables.map(
      (name) =>
        `select '${name}' as what, count(*) as many, sum(xmin::text::bigint) as versions from gatehouse.${name}`,
    );
    const rows = await this.sql.unsafe(`${versions.join(' union all ')} order by what`);
    return JSON.stringify(rows);
  }

  /** What has come, and what has gone. */
  since(earlier: Look, later: Look): Look {
    const changes = Object.entries(later).map(([what, many]) => [what, many - (earlier[what] ?? 0)] as const);
    return Object.fromEntries(changes.filter(([, change]) => change !== 0));
  }
}
