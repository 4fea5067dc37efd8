import type { Sql } from '@gatehouse/platform/postgres';
import type { RevocationReason } from '../../contract/events.js';

/** Tells every process which sessions are over; the payload is a session's id. */
export const REVOKED_CHANNEL = 'gatehouse_sessions_revoked';

/**
 * Common table expressions that end, each with its event, the sessions of `doomed (id)` that are not ended yet. They
 * want a `clock (now)`; `revoked (id, user_id)` has what was ended.
 */
export const revokeSessions = (sql: Sql, application: string, reason: RevocationReason) => sql`
  revoked as (
    update gatehouse.sessions as session set revoked_at = clock.now
    from clock, doomed
    where session.application = ${application} and session.id = doomed.id and session.revoked_at is null
    returning session.id, session.user_id
  ),
  revocations as (
    insert into gatehouse.event_log (application, id, subject, type, data)
    select ${application}, gen_random_uuid(), user_id, 'session.revoked.v1',
      jsonb_build_object('sessionId', id, 'userId', user_id, 'reason', ${reason}::text)
    from revoked
    returning 1
  )`;

/** Of a select after `revokeSessions`: wakes those who must know. */
export const notifyRevoked = (sql: Sql) => sql`
  (select count(pg_notify(${REVOKED_CHANNEL}, revoked.id::text)) from revoked)`;
