import type { Sql } from '@gatehouse/platform/postgres';

/** Carries the ids of users whose activation message has moved. Only a hint: watchers poll as well. */
export const STATUS_CHANNEL = 'gatehouse_activation_status';

export const tellStatusWatchers = (sql: Sql, userId: ReturnType<Sql>) =>
  sql`pg_notify(${STATUS_CHANNEL}, ${userId}::text)`;
