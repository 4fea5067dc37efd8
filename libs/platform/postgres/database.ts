import postgres from 'postgres';
import { ChannelListener } from './channel-listener.js';
import { type Before, ConnectionPool } from './connection-pool.js';
import { IncompleteAnswer } from './database-fault.js';
import { routeTo } from './host-choice.js';
import type { ConnectionOptions } from './server-connection.js';
import type { BuildStatement, Rows, Sql } from './statement.js';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`, as libpq reads it. */
  readonly url: string;
  /** Of the same database without a pooler: `url` then leads through one in transaction mode. For what needs a session. */
  readonly directUrl?: string | undefined;
  readonly applicationName: string;
  /** Connections, and so statements in flight: 10 by default. */
  readonly poolSize?: number;
  /** Longest life of one statement on the client, waiting for its turn included, in milliseconds: 4,000 by default. */
  readonly deadlineMs?: number;
}

export interface QueryOptions {
  /**
   * Longest life of this statement, in milliseconds. One that is under way by then is cancelled, and its connection
   * destroyed: the answer comes half a second later at most.
   */
  readonly deadlineMs?: number;
  readonly before?: Before;
}

interface Decision {
  readonly isDone: true | null;
}

/** Makes fragments. It never connects. */
const fragments: Sql = postgres({ host: '127.0.0.1', max: 1, fetch_types: false });

/**
 * A pool of connections that runs single statements. There is no transaction on purpose: a statement is atomic
 * whatever dies, a callback between BEGIN and COMMIT is not (ADR-0002).
 */
export class Database {
  readonly #pool: ConnectionPool;
  readonly #listener: ChannelListener;
  readonly #deadlineMs: number;
  /** Whether statements go through a pooler in transaction mode. */
  readonly isPooled: boolean;

  constructor({ url, directUrl, applicationName, poolSize = 10, deadlineMs = 4_000 }: DatabaseOptions) {
    this.#deadlineMs = deadlineMs;
    this.isPooled = directUrl !== undefined;
    const connection: ConnectionOptions = {
      ...routeTo(directUrl ?? url),
      applicationName,
      // A little over the client's deadline, so that the client's clearer error comes first.
      statementTimeoutMs: deadlineMs + 1_000,
    };
    this.#pool = new ConnectionPool(
      this.isPooled ? { ...connection, ...routeTo(url), isPooled: true } : connection,
      poolSize,
    );
    this.#listener = new ChannelListener(connection);
  }

  /** Builds fragments: nothing built with it runs by itself. */
  get sql(): Sql {
    return fragments;
  }

  /** Statements that wait for a connection, and those that hold one. */
  get load(): { waiting: number; running: number } {
    return this.#pool.load;
  }

  /**
   * Runs one statement and answers its rows.
   * @throws DatabaseFault when the database cannot be used at the moment; StatementTimeout, one of them, when the
   * statement is not done within the deadline: it is then cancelled on the server, or its connection destroyed
   */
  query<T extends object>(
    build: BuildStatement,
    { deadlineMs = this.#deadlineMs, before }: QueryOptions = {},
  ): Promise<Rows<T>> {
    return this.#pool.run<T>(build, { deadlineMs, before });
  }

  /**
   * Runs a statement that always answers exactly one row: its decision.
   * @throws IncompleteAnswer for any other number of rows, besides what `query` throws
   */
  async one<T extends object>(build: BuildStatement, options?: QueryOptions): Promise<T> {
    const rows = await this.query<T>(build, options);
    const [row] = rows;
    if (rows.length !== 1 || row === undefined) {
      throw new IncompleteAnswer(`A statement that answers one row answered ${rows.length}`);
    }
    return row;
  }

  /**
   * Runs a statement that ends with `decided`: the row of what was done or found, null where the statement itself says that
   * there is none.
   * @throws IncompleteAnswer when it says neither, besides what `query` throws
   */
  async decide<T extends object>(build: BuildStatement, options?: QueryOptions): Promise<T | null> {
    const { isDone, ...row }: Decision = await this.one<T & Decision>(build, options);
    return isDone ? (row as T) : null;
  }

  /**
   * Calls `onNotification` for every NOTIFY on the channel, and `onListen` after each (re)connection.
   * @throws DatabaseFault when that is not possible now
   */
  listen(channel: string, onNotification: (payload: string) => void, onListen: () => void) {
    return this.#listener.listen(channel, onNotification, onListen);
  }

  /** Lets statements that were asked for finish for at most `seconds`, then closes every connection. */
  async close(seconds = 5): Promise<void> {
    this.#listener.close();
    await this.#pool.close(seconds);
  }
}
