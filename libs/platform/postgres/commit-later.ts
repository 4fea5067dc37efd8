import type { Sql } from './statement.js';

/**
 * A column of RETURNING that lets the statement be answered before its commit is on disk (within some 200 ms; PostgreSQL
 * manual, 28.4). A crash of the server takes such commits back, the latest first and none before a later one: anyone who
 * writes so does it again after a crash. Never for what a person was promised, nor for an event: others read it at once,
 * and its place in the log would be given out again (docs/adr/0050).
 */
export const commitLater = (sql: Sql) => sql`set_config('synchronous_commit', 'off', true) as commit_later`;
