import type postgres from 'postgres';

export type Sql = postgres.Sql;
export type Rows<T extends object> = postgres.RowList<T[]>;
/** Makes one statement with the client of the connection that will run it. */
export type BuildStatement = (sql: Sql) => postgres.PendingQuery<postgres.Row[]>;
