import type { CommandContext } from '@gatehouse/kernel';
import { audited } from '@gatehouse/platform/audit';
import { eventRows, wakeRelay } from '@gatehouse/platform/events';
import { keepAnswer } from '@gatehouse/platform/idempotency';
import type { Database, Sql } from '@gatehouse/platform/postgres';
import type { Keys, NewKey } from '../../application/ports/keys.js';
import type { ApplicationKey } from '../../contract/application-key.js';
import { MOST_KEYS, MOST_WITH_RETIRING } from '../../domain/key/key-policy.js';
import { type KeyRow, keyColumns, keyOf } from './key-columns.js';

export class PostgresKeys implements Keys {
  constructor(private readonly database: Database) {}

  async add(
    { name, lifeSeconds, ...key }: Parameters<Keys['add']>[0],
    context: CommandContext,
  ): Promise<ApplicationKey | 'full'> {
    const { application } = context;
    return again(async () => {
      const [row] = await this.database.query<Partial<KeyRow> & { has_room: boolean }>(
        (sql) => sql`
          with ${room(sql, application, unreplaced(sql, application))},
          created as (
            insert into gatehouse.application_keys (application, id, name, key_hash, hint, created_at, expires_at)
            select ${application}, ${key.id}, ${name}, decode(${key.secret.hash}, 'hex'), ${key.secret.hint}, now,
              now + make_interval(secs => ${lifeSeconds}::text::float8)
            from room
            returning ${keyColumns(sql)}
          )
          ${keepAnswer(sql, context, 'created', WRITTEN)},
          ${eventOf(sql, application, key, null)},
          ${audited(sql, context, { act: 'key.created', subject: key.id, details: { name } }, 'created')}
          select created.*, ${unreplaced(sql, application)} as has_room, ${wakeRelay(sql)}::text
          from (select 1) as always left join created on true`,
      );
      if (row?.id) return keyOf(row as KeyRow);
      return row?.has_room ? 'stale' : 'full';
    });
  }

  async replace(oldId: string, { overlapSeconds, ...key }: Parameters<Keys['replace']>[1], context: CommandContext) {
    const { application } = context;
    const details = { replaces: oldId, overlapSeconds };
    return again(async () => {
      const [row] = await this.database.query<Partial<KeyRow> & { has_room: boolean; is_known: boolean }>(
        (sql) => sql`
          with good as (
            select id, name from gatehouse.application_keys
            where application = ${application} and id = ${oldId} and revoked_at is null and replaced_by is null
              and (expires_at is null or expires_at > gatehouse.now())
          ),
          ${room(sql, application, sql`exists (select 1 from good) and ${retiring(sql, application)}`)},
          -- The conditions once more: of two rotations of one key, the second finds it replaced.
          ended as (
            update gatehouse.application_keys as old set
              replaced_by = ${key.id},
              expires_at = least(old.expires_at, room.now + make_interval(secs => ${overlapSeconds}))
            from room, good
            where old.application = ${application} and old.id = good.id and old.revoked_at is null
              and old.replaced_by is null
            returning old.name
          ),
          created as (
            insert into gatehouse.application_keys (application, id, name, key_hash, hint, created_at)
            select ${application}, ${key.id}, ended.name, decode(${key.secret.hash}, 'hex'), ${key.secret.hint}, now
            from room, ended
            returning ${keyColumns(sql)}
          )
          ${keepAnswer(sql, context, 'created', WRITTEN)},
          ${eventOf(sql, application, key, oldId)},
          ${audited(sql, context, { act: 'key.rotated', subject: key.id, details }, 'created')}
          select created.*, ${retiring(sql, application)} as has_room, exists (select 1 from good) as is_known,
            ${wakeRelay(sql)}::text
          from (select 1) as always left join created on true`,
      );
      if (row?.id) return keyOf(row as KeyRow);
      if (!row?.is_known) return 'unknown';
      return row.has_room ? 'stale' : 'full';
    });
  }

  async revoke(keyId: string, eventId: string, context: CommandContext): Promise<boolean> {
    const { application } = context;
    const event = { id: eventId, subject: keyId, type: 'key.revoked.v1', data: { keyId } };
    const rows = await this.database.query(
      (sql) => sql`
        with revoked as (
          update gatehouse.application_keys set revoked_at = gatehouse.now()
          where application = ${application} and id = ${keyId} and revoked_at is null
          returning 1
        ),
        events as (
          insert into gatehouse.event_log (application, id, subject, type, data)
          select event.* from (${eventRows(sql, application, [event])}) as event, revoked
          returning 1
        ),
        ${audited(sql, context, { act: 'key.revoked', subject: keyId }, 'revoked')}
        select ${wakeRelay(sql)}::text from gatehouse.application_keys
        where application = ${application} and id = ${keyId}`,
    );
    return rows.length > 0;
  }
}

/** Two that count the keys at once: the second counts again. */
const LOOKS = 50;

async function again<T>(write: () => Promise<T | 'stale'>): Promise<T> {
  for (let look = 0; look < LOOKS; look += 1) {
    const outcome = await write();
    if (outcome !== 'stale') return outcome;
  }
  throw new Error(`An application's keys were changed by others at each of ${LOOKS} looks`);
}

/** Whether there are fewer good keys than an application may have: one that is replaced only lives its overlap out. */
const unreplaced = (sql: Sql, application: string) => sql`
  (select count(*) from gatehouse.application_keys as other
    where other.application = ${application} and other.revoked_at is null and other.replaced_by is null
      and (other.expires_at is null or other.expires_at > gatehouse.now())) < ${MOST_KEYS}`;

/** For a rotation, which adds none to those: only that overlaps must not pile up. */
const retiring = (sql: Sql, application: string) => sql`
  (select count(*) from gatehouse.application_keys as other
    where other.application = ${application} and other.revoked_at is null
      and (other.expires_at is null or other.expires_at > gatehouse.now())) < ${MOST_WITH_RETIRING}`;

/**
 * One row where the application may have another key. The version is the guard: whoever waited for the row finds it
 * changed since the keys were counted.
 */
const room = (sql: Sql, application: string, hasRoom: ReturnType<typeof unreplaced>) => sql`
  room as (
    update gatehouse.applications set keys_version = keys_version + 1
    where slug = ${application} and ${hasRoom}
      and keys_version = (select keys_version from gatehouse.applications where slug = ${application})
    returning gatehouse.now() as now
  )`;

/** What a new key's handler cannot know: see `newKey`. */
const WRITTEN = { name: 'name', createdAt: 'created_at', expiresAt: 'expires_at' };

const eventOf = (sql: Sql, application: string, { id, eventId }: NewKey, replaces: string | null) => sql`
  events as (
    insert into gatehouse.event_log (application, id, subject, type, data)
    select event.* from (${eventRows(sql, application, [
      { id: eventId, subject: id, type: 'key.created.v1', data: { keyId: id, replaces } },
    ])}) as event, created
    returning 1
  )`;
