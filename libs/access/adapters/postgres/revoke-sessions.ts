import { eventsOfRows } from '@gatehouse/platform/events';
import type { Sql } from '@gatehouse/platform/postgres';
import type { Revocation } from '../../domain/session/session-events.js';

/** Tells every process which sessions are over; the payload is a session's id. */
export const REVOKED_CHANNEL = 'gatehouse_sessions_revoked';

/**
 * The common table expression that ends the sessions of `doomed (id)` that are not ended yet, for a statement with a
 * `clock (now)`: `revoked (id, user_id)` has what was ended. Their events are `revocations`.
 */
export const revokeSessions = (sql: Sql, application: string) => sql`
  revoked as (
    update gatehouse.sessions as session set revoked_at = clock.now
    from clock, doomed
    where session.application = ${application} and session.id = doomed.id and session.revoked_at is null
    returning session.id, session.user_id
  )`;

/** An event for each of `revoked`. */
export const revocations = (event: Revocation) =>
  eventsOfRows('revoked', event, { subject: 'user_id', data: { sessionId: 'id', userId: 'user_id' } });

/** Of a select after `revokeSessions`: wakes those who must know. */
export const notifyRevoked = (sql: Sql) => sql`
  (select count(pg_notify(${REVOKED_CHANNEL}, revoked.id::text)) from revoked)`;
