import type { Sql } from '@gatehouse/platform/postgres';
import type { ApplicationKey } from '../../../contract/application-key.js';

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: ApplicationKey['scopes'];
  readonly created_by_kind: ApplicationKey['createdBy']['kind'];
  readonly created_by: string | null;
  readonly created_by_application: string;
  readonly state: ApplicationKey['state'];
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly replaced_by: string | null;
  readonly last_used_at: Date | null;
}

/** The columns of gatehouse.application_keys that make a key as others see it. */
export const keyColumns = (sql: Sql) => sql`
  id, name, hint, scopes, created_by_kind, created_by, created_by_application, created_at, expires_at, revoked_at,
  replaced_by, last_used_at,
  case when revoked_at is not null then 'revoked' when expires_at <= gatehouse.now() then 'expired' else 'active' end
    as state`;

export const keyOf = (row: KeyRow): ApplicationKey => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  scopes: row.scopes,
  createdBy: { kind: row.created_by_kind, id: row.created_by, application: row.created_by_application },
  state: row.state,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
  replacedBy: row.replaced_by,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});
