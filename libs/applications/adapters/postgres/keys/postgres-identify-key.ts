import { type Database, decided } from '@gatehouse/platform/postgres';
import type { SecretKeys } from '../../../application/ports/secret-keys.js';
import type { IdentifiedKey, IdentifyKey } from '../../../contract/queries/identify-key.js';

/** How long the last use may lag behind, so that a busy key costs one write an hour. */
const COARSE_SECONDS = 3_600;

/**
 * Asks the database for every key that is presented: what is revoked opens nothing from that moment on. Such calls are
 * a backend's, and few beside those of people.
 */
export class PostgresIdentifyKey implements IdentifyKey {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretKeys,
  ) {}

  async execute(text: string): Promise<IdentifiedKey | null> {
    const presented = this.secrets.read(text);
    if (!presented) return null;
    // Hashes of 256 random bits: how they are compared tells nothing about the key.
    const row = await this.database.decide<IdentifiedKey & { stale: boolean }>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select id, application, scopes, last_used_at is null
            or last_used_at <= gatehouse.now() - make_interval(secs => ${COARSE_SECONDS}) as stale
        from gatehouse.application_keys
        where id = ${presented.keyId} and key_hash = decode(${presented.hash}, 'hex') and revoked_at is null
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
