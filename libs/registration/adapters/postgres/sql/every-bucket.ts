import type { Sql } from '@gatehouse/platform/postgres';

/**
 * A recursive common table expression, `buckets (name)`: every kind of throttle that an application has, by one probe of
 * the primary key for each. Ends with a row of null.
 */
export const everyBucket = (sql: Sql, application: string) => sql`
  buckets (name) as (
    select min(bucket) from gatehouse.throttles where application = ${application}
    union all
    select (select min(bucket) from gatehouse.throttles where application = ${application} and bucket > buckets.name)
    from buckets where buckets.name is not null
  )`;
