import type { Clock } from '@gatehouse/kernel';
import type { Logger } from '@gatehouse/platform/logging';
import type { Database } from '@gatehouse/platform/postgres';
import type { RevokedSessions } from '../../application/ports/revoked-sessions.js';
import { REVOKED_CHANNEL } from './revoke-sessions.js';

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
        // What was ended while nobody here listened.
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
