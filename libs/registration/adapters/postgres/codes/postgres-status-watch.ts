import type { Logger } from '@gatehouse/platform/logging';
import type { Database, Sql } from '@gatehouse/platform/postgres';
import type { StatusWatch } from '../../../application/ports/messages.js';

/** One LISTEN for all watchers of this process, begun when the first one comes. */
export class PostgresStatusWatch implements StatusWatch {
  readonly #watchers = new Map<string, Set<() => void>>();
  #listening: Promise<unknown> | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  watch(userId: string, onNews: () => void): () => void {
    this.#listening ??= this.#listen();
    const watchers = this.#watchers.get(userId) ?? new Set();
    this.#watchers.set(userId, watchers.add(onNews));
    return () => {
      watchers.delete(onNews);
      if (watchers.size === 0) this.#watchers.delete(userId);
    };
  }

  #listen(): Promise<unknown> {
    return this.database
      .listen(
        STATUS_CHANNEL,
        (userId) => this.#notify(this.#watchers.get(userId)),
        // News may have been missed while the connection was away.
        () => this.#notify([...this.#watchers.values()].flatMap((watchers) => [...watchers])),
      )
      .catch((error: unknown) => {
        // Watchers poll as well, so they only learn it later.
        this.logger.warn({ err: error }, 'Cannot listen for news of activation messages');
        this.#listening = undefined;
      });
  }

  #notify(watchers: Iterable<() => void> = []): void {
    for (const onNews of watchers) onNews();
  }
}

/** Carries the ids of users whose activation message has moved. Only a hint: watchers poll as well. */
const STATUS_CHANNEL = 'gatehouse_activation_status';

export const notifyStatusWatchers = (sql: Sql, userId: ReturnType<Sql>) =>
  sql`pg_notify(${STATUS_CHANNEL}, ${userId}::text)`;
