import type { Sql } from '@gatehouse/platform/postgres';
import type { CodePolicy } from '../../../domain/policy.js';

type Fragment = ReturnType<typeof everyBucket>;

/**
 * The times after `since` that a throttle has counted. Where it has counted nothing, as for most who sign up, nothing is
 * called: a call costs the server more than finding the row.
 */
export const hitsSince = (sql: Sql, application: string, bucket: string, key: Fragment, since: Fragment) => sql`
  coalesce((select gatehouse.hits_since(hits, ${since}) from gatehouse.throttles
    where application = ${application} and bucket = ${bucket} and key = ${key}), '{}')`;

/** How many tries at short codes count yet: a column of a select from `clock`. */
export const wrongTries = (sql: Sql, application: string, bucket: string, key: string, policy: CodePolicy) => {
  const since = sql`now - make_interval(secs => ${policy.windowSeconds})`;
  return sql`cardinality(${hitsSince(sql, application, bucket, sql`${key}`, since)}) as wrong_tries`;
};

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
