import { type CommandContext, untilSettled } from '@gatehouse/kernel';
import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { Keys } from '../../../application/ports/keys.js';
import type { ApplicationKey } from '../../../contract/queries/find-keys.js';
import {
  creator,
  holds,
  type KeyRow,
  keyColumns,
  keyOf,
  maker,
  makerOf,
  retiring,
  room,
  unreplaced,
} from './key-sql.js';

export class PostgresKeys implements Keys {
  constructor(private readonly database: Database) {}

  async find(keyId: string, application: string): Promise<ApplicationKey | null> {
    const row = await this.database.decide<KeyRow>(
      (sql) => sql`
        ${decided(sql, sql`select ${keyColumns(sql)} from gatehouse.application_keys where application = ${application} and id = ${keyId}`)}`,
    );
    return row ? keyOf(row) : null;
  }

  async add(
    { name, scopes, lifeSeconds, ...key }: Parameters<Keys['add']>[0],
    context: CommandContext,
  ): Promise<ApplicationKey | 'full' | 'beyond-maker'> {
    const { application } = context;
    const held = holds(makerOf(context), (sql) => sql`${[...scopes]}::text[]`);
    return untilSettled(async () => {
      const row = await this.database.one<Partial<KeyRow> & { has_room: boolean; is_held: boolean }>((sql) => {
        const record = commandRecord(sql, context, {
          cause: 'created',
          events: [key.event],
          answer: WRITTEN,
          audit: { act: 'key.created', subject: key.id, details: { name, scopes } },
        });
        return sql`
          with ${maker(sql, context)},
          ${room(sql, application, sql`${unreplaced(sql, application)} and ${held(sql)}`)},
          created as (
            insert into gatehouse.application_keys (application, id, name, scopes, key_hash, hint, created_at,
              expires_at, created_by_kind, created_by, created_by_application)
            select ${application}, ${key.id}, ${name}, ${[...scopes]}::text[], decode(${key.secret.hash}, 'hex'),
              ${key.secret.hint}, now,
              least(now + make_interval(secs => ${lifeSeconds}::text::float8), (select expires_at from maker)),
              ${creator(sql, context)}
            from room
            returning ${keyColumns(sql)}
          )
          ${record.expressions}
          select created.*, ${unreplaced(sql, application)} as has_room, ${held(sql)} as is_held, ${record.wake}
          from (select 1) as always left join created on true`;
      });
      if (row.id) return keyOf(row as KeyRow);
      if (!row.is_held) return 'beyond-maker';
      return row.has_room ? 'stale' : 'full';
    }, ATTEMPTS);
  }

  async replace(oldId: string, { overlapSeconds, ...key }: Parameters<Keys['replace']>[1], context: CommandContext) {
    const { application } = context;
    const details = { replaces: oldId, overlapSeconds };
    const held = holds(makerOf(context), (sql) => sql`(select scopes from good)`);
    return untilSettled(async () => {
      const row = await this.database.one<Partial<KeyRow> & { has_room: boolean; is_known: boolean; is_held: boolean }>(
        (sql) => {
          const record = commandRecord(sql, context, {
            cause: 'created',
            events: [key.event],
            answer: WRITTEN,
            audit: { act: 'key.rotated', subject: key.id, details },
          });
          return sql`
          with good as (
            select id, name, scopes from gatehouse.application_keys
            where application = ${application} and id = ${oldId} and revoked_at is null and replaced_by is null
              and (expires_at is null or expires_at > gatehouse.now())
          ),
          ${maker(sql, context)},
          ${room(sql, application, sql`exists (select 1 from good) and ${retiring(sql, application)} and ${held(sql)}`)},
          -- The conditions once more: of two rotations of one key, the second finds it replaced.
          ended as (
            update gatehouse.application_keys as old set
              replaced_by = ${key.id},
              expires_at = least(old.expires_at, room.now + make_interval(secs => ${overlapSeconds}))
            from room, good
            where old.application = ${application} and old.id = good.id and old.revoked_at is null
              and old.replaced_by is null
            returning old.name, old.scopes
          ),
          created as (
            insert into gatehouse.application_keys (application, id, name, scopes, key_hash, hint, created_at,
              expires_at, created_by_kind, created_by, created_by_application)
            select ${application}, ${key.id}, ended.name, ended.scopes, decode(${key.secret.hash}, 'hex'),
              ${key.secret.hint}, now, (select expires_at from maker), ${creator(sql, context)}
            from room, ended
            returning ${keyColumns(sql)}
          )
          ${record.expressions}
          select created.*, ${retiring(sql, application)} as has_room, exists (select 1 from good) as is_known,
            ${held(sql)} as is_held, ${record.wake}
          from (select 1) as always left join created on true`;
        },
      );
      if (row.id) return keyOf(row as KeyRow);
      if (!row.is_known) return 'unknown';
      if (!row.is_held) return 'beyond-maker';
      return row.has_room ? 'stale' : 'full';
    }, ATTEMPTS);
  }

  async descent(keyId: string, application: string) {
    const rows = await this.database.query<{ id: string; is_good: boolean; version: number }>(
      (sql) => sql`
        with recursive descent as (
          select id, revoked_at, expires_at from gatehouse.application_keys
          where application = ${application} and id = ${keyId}
          union
          select made.id, made.revoked_at, made.expires_at from gatehouse.application_keys as made
          join descent on made.created_by_kind = 'key' and made.created_by = descent.id
          where made.application = ${application}
        )
        select descent.id, version.keys_version as version, descent.revoked_at is null
            and (descent.id = ${keyId} or descent.expires_at is null or descent.expires_at > gatehouse.now()) as is_good
        from descent, gatehouse.applications as version where version.slug = ${application}`,
    );
    const [first] = rows;
    if (!first) return null;
    return { version: first.version, good: rows.filter(({ is_good }) => is_good).map(({ id }) => id) };
  }

  async revoke(keyId: string, { version, events }: Parameters<Keys['revoke']>[1], context: CommandContext) {
    const { application } = context;
    const ids = events.map(({ subject }) => subject);
    const details = { with: ids.filter((id) => id !== keyId) };
    const done = await this.database.decide((sql) => {
      const audit = { act: 'key.revoked', subject: keyId, details };
      const record = commandRecord(sql, context, { cause: 'revoked', events, audit });
      return sql`
        -- The guard: no key was made, and none revoked, since these were looked up.
        with guard as (
          update gatehouse.applications set keys_version = keys_version + 1
          where slug = ${application} and keys_version = ${version}
          returning 1
        ),
        revoked as (
          update gatehouse.application_keys set revoked_at = gatehouse.now() from guard
          where application = ${application} and id = any(${ids}::uuid[]) and revoked_at is null
          returning 1
        )
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake} from guard`)}`;
    });
    return done !== null;
  }
}

/** Two that count the keys at once: the second counts again. */
const ATTEMPTS = 50;
/** What a new key's handler cannot know: see `newKey`. */
const WRITTEN = { name: 'name', createdAt: 'created_at', expiresAt: 'expires_at' };
