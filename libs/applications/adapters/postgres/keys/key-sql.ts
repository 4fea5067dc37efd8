import type { CommandContext } from '@gatehouse/kernel';
import type { Sql } from '@gatehouse/platform/postgres';
import type { ApplicationKey } from '../../../contract/queries/find-keys.js';
import { MOST_KEYS, MOST_WITH_RETIRING } from '../../../domain/key/key.js';

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

/** Whether there are fewer good keys than an application may have: one that is replaced only lives its overlap out. */
export const unreplaced = (sql: Sql, application: string) => sql`
  (select count(*) from gatehouse.application_keys as other
    where other.application = ${application} and other.revoked_at is null and other.replaced_by is null
      and (other.expires_at is null or other.expires_at > gatehouse.now())) < ${MOST_KEYS}`;

/** For a rotation, which adds none to those: only that overlaps must not pile up. */
export const retiring = (sql: Sql, application: string) => sql`
  (select count(*) from gatehouse.application_keys as other
    where other.application = ${application} and other.revoked_at is null
      and (other.expires_at is null or other.expires_at > gatehouse.now())) < ${MOST_WITH_RETIRING}`;

/**
 * One row where the application may have another key. The version is the guard: anyone who waited for the row finds it
 * changed since the keys were counted.
 */
export const room = (sql: Sql, application: string, hasRoom: ReturnType<typeof unreplaced>) => sql`
  room as (
    update gatehouse.applications set keys_version = keys_version + 1
    where slug = ${application} and ${hasRoom}
      and keys_version = (select keys_version from gatehouse.applications where slug = ${application})
    returning gatehouse.now() as now
  )`;

/** The key that another one is made with; null where a person or the operator makes it. */
export const makerOf = ({ administrator }: CommandContext): string | null =>
  administrator?.kind === 'key' ? administrator.id : null;

/** The key that another one is made with, where it is good still: it may have been revoked since it was presented. */
export const maker = (sql: Sql, context: CommandContext) => sql`
  maker as (
    select scopes, expires_at from gatehouse.application_keys
    where application = ${context.application} and id = ${makerOf(context)}::text::uuid and revoked_at is null
      and (expires_at is null or expires_at > gatehouse.now())
  )`;

/** Whether the maker may give these scopes; people and the operator have all that there are to give. */
export const holds = (makerId: string | null, scopes: (sql: Sql) => ReturnType<typeof maker>) => (sql: Sql) =>
  makerId === null ? sql`true` : sql`exists (select 1 from maker where ${scopes(sql)} <@ maker.scopes)`;

export const creator = (sql: Sql, { administrator }: CommandContext) => sql`
  ${administrator?.kind ?? null}, ${administrator?.id ?? null}::text::uuid, ${administrator?.application ?? null}`;
