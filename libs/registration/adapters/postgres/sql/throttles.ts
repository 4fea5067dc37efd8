import type { Sql } from '@gatehouse/platform/postgres';
import type { CodePolicy } from '../../../domain/policy.js';

/** The times that a throttle has counted, or null. */
export const hits = (sql: Sql, application: string, bucket: string, key: string | null) => sql`
  (select hits from gatehouse.throttles
    where application = ${application} and bucket = ${bucket} and key = ${key})`;

/** How many tries at short codes count yet: a column of a select from `clock`. */
export const wrongTries = (sql: Sql, application: string, bucket: string, key: string, policy: CodePolicy) => sql`
  cardinality(gatehouse.hits_since(
    ${hits(sql, application, bucket, key)}, now - make_interval(secs => ${policy.windowSeconds}))) as wrong_tries`;

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
