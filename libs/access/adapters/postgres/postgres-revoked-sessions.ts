import type { Clock } from '@gatehouse/kernel';
import { eventsOfRows } from '@gatehouse/platform/events';
import type { Logger } from '@gatehouse/platform/logging';
import type { Database, Sql } from '@gatehouse/platform/postgres';
import type { RevokedSessions } from '../../application/ports/sessions.js';
import type { Revocation } from '../../domain/session/session.js';

/** Informs every process which sessions are over; the payload is a session's id. */
const REVOKED_CHANNEL = 'gatehouse_sessions_revoked';

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

/**
 * Listens for sessions that any process ends, from the first question on, and forgets them when their last access
 * token has expired. While the database cannot be reached, a token is good for the rest of its short life.
 */
export class PostgresRevokedSessions implements RevokedSessions {
  /** With the time to forget each, in milliseconds since 1970, the earliest first. */
  readonly #ids = new Map<string, number>();
  #listening: Promise<unknown> | undefined;

  /** @param rememberSeconds the life of an access token */
  constructor(
    private readonly database: Database,
    private readonly rememberSeconds: number,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  has(sessionId: string): boolean {
    this.#listening ??= this.#listen();
    return this.#ids.has(sessionId);
  }

  add(sessionId: string): void {
    const now = this.clock.now().getTime();
    for (const [id, forgetAt] of this.#ids) {
      if (forgetAt > now) break;
      this.#ids.delete(id);
    }
    this.#ids.set(sessionId, now + this.rememberSeconds * 1000);
  }

  #listen(): Promise<unknown> {
    return this.database
      .listen(
        REVOKED_CHANNEL,
        (id) => this.add(id),
        // What was ended while this process was not listening.
        () => this.#catchUp(),
      )
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'Cannot listen for sessions that end');
        this.#listening = undefined;
      });
  }

  #catchUp(): void {
    this.database
      .query<{ id: string }>(
        (sql) => sql`
          with clock as materialized (select gatehouse.now() as now)
          select id from gatehouse.sessions, clock
          where revoked_at > clock.now - make_interval(secs => ${this.rememberSeconds})`,
      )
      .then((rows) => {
        for (const { id } of rows) this.add(id);
      })
      .catch((error: unknown) => this.logger.warn({ err: error }, 'Cannot read which sessions ended'));
  }
}
