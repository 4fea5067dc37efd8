import type { Sql } from '@gatehouse/platform/postgres';

/** The times that a throttle has counted, or null. */
export const hits = (sql: Sql, application: string, bucket: string, key: string | null) => sql`
  (select hits from gatehouse.throttles
    where application = ${application} and bucket = ${bucket} and key = ${key})`;
