import type { Purge } from '@gatehouse/platform/jobs';
import type { Database } from '@gatehouse/platform/postgres';

/**
 * Decoys of a kind of hash that an application has none of any more: everybody has signed in, or is gone.
 *
 * The guard is the time: an import whose users this statement does not see yet has just changed it, and a row that was
 * changed meanwhile is judged again by what stands in it.
 */
export class HashDecoyPurge implements Purge {
  readonly what = 'hash-decoys';

  constructor(private readonly database: Database) {}

  /** There are a handful in all. */
  async *batches(): AsyncIterable<number> {
    const rows = await this.database.query(
      (sql) => sql`
        delete from gatehouse.foreign_hash_decoys as decoy
        where decoy.seen_at < gatehouse.now() - interval '1 hour' and not exists (select 1 from gatehouse.users as person
          where person.application = decoy.application and person.password_hash like 'foreign:%'
            and split_part(person.password_hash, ':', 2) = decoy.kind)
        returning 1`,
    );
    yield rows.length;
  }
}
