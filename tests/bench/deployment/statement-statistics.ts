import type postgres from 'postgres';

/** Server settings under which PostgreSQL counts what every statement costs. It costs a little itself. */
export const STATEMENT_STATISTICS = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  'pg_stat_statements.track_planning': 'on',
  track_io_timing: 'on',
};

export interface StatementCost {
  readonly calls: number;
  readonly planMs: number;
  readonly executeMs: number;
  /** Buffers hit and read, per call. */
  readonly buffers: number;
  readonly text: string;
}

/** What was spent since the last call, the most expensive statements first. */
export async function takeStatementCosts(sql: postgres.Sql): Promise<readonly StatementCost[]> {
  const rows = await sql<StatementCost[]>`
    select calls::int, total_plan_time as "planMs", total_exec_time as "executeMs",
      ((shared_blks_hit + shared_blks_read) / greatest(calls, 1))::int as buffers,
      regexp_replace(query, '\\s+', ' ', 'g') as text
    from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())
    order by total_plan_time + total_exec_time desc limit 50`;
  await sql`select pg_stat_statements_reset()`;
  return [...rows];
}
