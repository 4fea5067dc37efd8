import type { Purge } from '@gatehouse/platform/jobs';
import type { Database } from '@gatehouse/platform/postgres';

const DAY = 86_400;
/** The longest window in which an application may have tries at codes count (`CodePolicy.windowSeconds`). */
const LONGEST_CODE_WINDOW = 7 * DAY;

/** The three columns of a primary key. */
type Key = readonly [string, string, string];

interface Page {
  readonly removed: number;
  readonly read: number;
  /** The page's last key; null where there was none. */
  readonly last: Key | null;
}

/**
 * Counts whose last hit has left every window. Each message and each try writes such a row, so an index by time would
 * cost every one of them: the purge walks along the primary key instead, from one key to the next, once an hour.
 */
export class ThrottlePurge implements Purge {
  readonly what = 'throttles';

  constructor(private readonly database: Database) {}

  batches(size: number): AsyncIterable<number> {
    return walk(size, async ([application, bucket, key]) => {
      const page = await this.database.one<Page>(
        (sql) => sql`
          with clock as materialized (select gatehouse.now() as now),
          page as materialized (
            select application, bucket, key, hits[cardinality(hits)] as last from gatehouse.throttles
            where (application, bucket, key) > (${application}, ${bucket}, ${key})
            order by application, bucket, key
            limit ${size}
          ),
          doomed as materialized (
            select seen.application, seen.bucket, seen.key
            from page join gatehouse.throttles as seen using (application, bucket, key), clock,
              lateral (select clock.now - make_interval(secs =>
                case when page.bucket like 'short-code-tries%' then ${LONGEST_CODE_WINDOW}::int else ${DAY}::int end) as since) as bound
            where coalesce(page.last < bound.since, true)
              and coalesce(seen.hits[cardinality(seen.hits)] < bound.since, true)
            for update of seen skip locked
          ),
          gone as (
            delete from gatehouse.throttles as seen using doomed
            where seen.application = doomed.application and seen.bucket = doomed.bucket and seen.key = doomed.key
            returning 1
          )
          select (select count(*)::int from gone) as removed, (select count(*)::int from page) as read,
            (select array[application, bucket, key] from page order by application desc, bucket desc, key desc limit 1)
              as last`,
      );
      return page;
    });
  }
}

/** Wrong passwords that no longer cause delays; walked as the throttles are. */
export class PasswordTriesPurge implements Purge {
  readonly what = 'password-tries';

  constructor(private readonly database: Database) {}

  batches(size: number): AsyncIterable<number> {
    return walk(size, async ([application, email, network]) => {
      const page = await this.database.one<Page>(
        (sql) => sql`
          with clock as materialized (select gatehouse.now() - make_interval(secs => ${DAY}) as since),
          page as materialized (
            select application, email, network, tried_at from gatehouse.password_tries
            where (application, email, network) > (${application}, ${email}, ${network})
            order by application, email, network
            limit ${size}
          ),
          doomed as materialized (
            select tries.application, tries.email, tries.network
            from clock, page join gatehouse.password_tries as tries using (application, email, network)
            where page.tried_at < clock.since and tries.tried_at < clock.since
            for update of tries skip locked
          ),
          gone as (
            delete from gatehouse.password_tries as tries using doomed
            where tries.application = doomed.application and tries.email = doomed.email
              and tries.network = doomed.network
            returning 1
          )
          select (select count(*)::int from gone) as removed, (select count(*)::int from page) as read,
            (select array[application, email, network] from page order by application desc, email desc, network desc limit 1)
              as last`,
      );
      return page;
    });
  }
}

/** From one key of a table to the next, in pages of that size, until one is not full. */
async function* walk(size: number, purge: (after: Key) => Promise<Page | undefined>): AsyncIterable<number> {
  let after: Key = ['', '', ''];
  for (;;) {
    const page = await purge(after);
    yield page?.removed ?? 0;
    if (!page?.last || page.read < size) return;
    after = page.last;
  }
}
