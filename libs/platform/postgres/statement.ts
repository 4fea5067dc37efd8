import type postgres from 'postgres';

export type Sql = postgres.Sql;
export type Rows<T extends object> = postgres.RowList<T[]>;
/** Makes one statement with the client of the connection that will run it. */
export type BuildStatement = (sql: Sql) => postgres.PendingQuery<postgres.Row[]>;

/**
 * A column of RETURNING that lets the statement be answered before its commit is on disk (within some 200 ms; PostgreSQL
 * manual, 28.4). A crash of the server takes such commits back, the latest first and none before a later one: anyone who
 * writes so does it again after a crash. Never for what a person was promised, nor for an event: others read it at once,
 * and its place in the log would be given out again (docs/adr/0050).
 */
export const commitLater = (sql: Sql) => sql`set_config('synchronous_commit', 'off', true) as commit_later`;

/**
 * A value that holds an answer back until a synchronous standby has everything that the statement has read: null where none is
 * awaited. A commit whose wait was cancelled is read like any other, and a failover takes it back: nobody outside may have
 * been told of it (docs/adr/0150). On a standby, as a former primary is one, asking for the transaction's id is refused as
 * read-only. Evaluated once, with the first row.
 */
export const onceConfirmed = (sql: Sql) => sql`(
  select case when pg_is_in_recovery() or current_setting('synchronous_standby_names') <> '' then
    pg_logical_emit_message(true, 'gatehouse', concat(
      pg_current_xact_id(),
      case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', true) end
    ))
  end)`;

/**
 * The end of a statement that answers one row whatever happened: `isDone`, true where `done` has its row, with the columns
 * of that row beside it, and null where it has none. For `Database.decide`.
 *
 *     with changed as (update … returning id) ${decided(sql, sql`select id from changed`)}
 */
export const decided = (sql: Sql, done: ReturnType<Sql>) => sql`
  select outcome.* from (select 1) as always
  left join (select true as "isDone", answer.* from (${done}) as answer) as outcome on true`;
