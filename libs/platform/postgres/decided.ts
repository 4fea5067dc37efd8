import type { Sql } from './statement.js';

/**
 * The end of a statement that answers one row whatever happened: `isDone`, true where `done` has its row, with the columns
 * of that row beside it, and null where it has none. For `Database.decide`.
 *
 *     with changed as (update … returning id) ${decided(sql, sql`select id from changed`)}
 */
export const decided = (sql: Sql, done: ReturnType<Sql>) => sql`
  select outcome.* from (select 1) as always
  left join (select true as "isDone", answer.* from (${done}) as answer) as outcome on true`;
