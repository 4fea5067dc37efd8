import { type Database, decided } from '@gatehouse/platform/postgres';
import type { KeyViews } from '../../../application/ports/keys.js';
import type { ApplicationKey, IdentifiedKey } from '../../../contract/queries/find-keys.js';
import { type KeyRow, keyColumns, keyOf } from './key-sql.js';

/** Those that were over long ago are not worth a page of their own. */
const MOST_LISTED = 200;
/** How long the last use may lag behind, so that a busy key costs one write an hour. */
const COARSE_SECONDS = 3_600;

export class PostgresKeyViews implements KeyViews {
  /** @param database the one that is written to: who has just made or revoked a key wants to see it */
  constructor(private readonly database: Database) {}

  async ofApplication(application: string): Promise<ApplicationKey[]> {
    const rows = await this.database.query<KeyRow>(
      (sql) => sql`
        select ${keyColumns(sql)} from gatehouse.application_keys
        where application = ${application} order by id desc limit ${MOST_LISTED}`,
    );
    return rows.map(keyOf);
  }

  /**
   * Asks the database for every key that is presented: what is revoked opens nothing from that moment on. Such calls are
   * a backend's, and few beside those of people.
   */
  async presented({ keyId, hash }: Parameters<KeyViews['presented']>[0]): Promise<IdentifiedKey | null> {
    // Hashes of 256 random bits: how they are compared reveals nothing about the key.
    const row = await this.database.decide<IdentifiedKey & { stale: boolean }>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select id, application, scopes, last_used_at is null
            or last_used_at <= gatehouse.now() - make_interval(secs => ${COARSE_SECONDS}) as stale
        from gatehouse.application_keys
        where id = ${keyId} and key_hash = decode(${hash}, 'hex') and revoked_at is null
          and (expires_at is null or expires_at > gatehouse.now())`,
        )}`,
    );
    if (!row) return null;
    const key = { id: row.id, application: row.application, scopes: row.scopes };
    if (row.stale) await this.#noteUse(key);
    return key;
  }

  /** Guarded by what was read, so that of many calls at once one writes. */
  async #noteUse({ id, application }: IdentifiedKey): Promise<void> {
    await this.database.query(
      (sql) => sql`
        update gatehouse.application_keys set last_used_at = gatehouse.now()
        where application = ${application} and id = ${id}
          and (last_used_at is null or last_used_at <= gatehouse.now() - make_interval(secs => ${COARSE_SECONDS}))`,
    );
  }
}
