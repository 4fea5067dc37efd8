import { setTimeout as pause } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import postgres from 'postgres';
import { arrayTypes } from './array-types.js';
import { connect } from './connect.js';
import { keyedLookups } from './keyed-lookups.js';
import { StatementTimeout } from './statement-timeout.js';

export type Sql = postgres.Sql;
export type Rows<T extends object> = postgres.RowList<T[]>;

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`, with `?host=/folder` for a Unix socket. */
  readonly url: string;
  readonly applicationName: string;
  /** Connections, and so statements in flight: 10 unless told. */
  readonly poolSize?: number;
  /** Longest life of one statement on the client, waiting for its turn included, in milliseconds: 5,000 unless told. */
  readonly deadlineMs?: number;
}

const LISTEN_ATTEMPTS = 3;
const LISTEN_PAUSE_MS = 100;

/**
 * A pool of connections that runs single statements. There is no transaction on purpose: a statement is atomic
 * whatever dies, a callback between BEGIN and COMMIT is not (ADR-0002).
 */
export class Database {
  readonly #connect: () => Sql;
  readonly #sql: Sql;
  /** The one for channels to come, and all there have been. */
  #listener: Sql | undefined;
  readonly #listeners: Sql[] = [];
  readonly #inFlight: LimitFunction;
  readonly #unfinished = new Set<Promise<boolean>>();
  readonly #poolSize: number;
  readonly #deadlineMs: number;

  constructor(options: DatabaseOptions) {
    this.#poolSize = options.poolSize ?? 10;
    this.#deadlineMs = options.deadlineMs ?? 5_000;
    // The driver's own queue slows the process down for good once it overflows; the limit keeps it empty.
    this.#inFlight = pLimit(this.#poolSize);
    this.#connect = () =>
      connect(options.url, {
        max: this.#poolSize,
        connect_timeout: 5,
        backoff: (attempt) => Math.min(2 ** attempt * 0.05, 2),
        onnotice: () => undefined,
        fetch_types: false,
        types: arrayTypes,
        connection: {
          application_name: options.applicationName,
          // Times that the database writes into JSON, events above all, are in UTC whatever the server's zone.
          TimeZone: 'UTC',
          // A little over the client's deadline, so that the client's clearer error comes first.
          statement_timeout: this.#deadlineMs + 1_000,
          ...keyedLookups,
        },
      });
    this.#sql = this.#connect();
  }

  /** Builds fragments: nothing built with it runs by itself. */
  get sql(): Sql {
    return this.#sql;
  }

  /** Statements that wait for a connection, and those that hold one. */
  get load(): { waiting: number; running: number } {
    return { waiting: this.#inFlight.pendingCount, running: this.#inFlight.activeCount };
  }

  /**
   * Runs one statement and answers its rows.
   * @throws StatementTimeout when it is not done within the deadline; the statement is then cancelled on the server
   */
  query<T extends object>(build: (sql: Sql) => postgres.PendingQuery<postgres.Row[]>): Promise<Rows<T>> {
    const deadline = Date.now() + this.#deadlineMs;
    const statement = this.#inFlight(async () => {
      for (let leftovers = 0; ; leftovers++) {
        try {
          return await this.#run<T>(build, deadline);
        } catch (error) {
          if (!(error instanceof postgres.PostgresError)) await othersHaveEnded();
          // Every connection of the pool has one such leftover at most.
          if (!(isLeftover(error) || isUnsent(error)) || leftovers >= this.#poolSize) throw error;
        }
      }
    });
    const settled: Promise<boolean> = statement.then(
      () => this.#unfinished.delete(settled),
      () => this.#unfinished.delete(settled),
    );
    this.#unfinished.add(settled);
    return statement;
  }

  async #run<T extends object>(
    build: (sql: Sql) => postgres.PendingQuery<postgres.Row[]>,
    deadline: number,
  ): Promise<Rows<T>> {
    const remaining = deadline - Date.now();
    if (remaining <= 0) throw new StatementTimeout(this.#deadlineMs);
    const statement = build(this.#sql);
    const timer = setTimeout(() => statement.cancel(), remaining);
    try {
      return (await statement) as unknown as Rows<T>;
    } catch (error) {
      throw isCancelled(error) ? new StatementTimeout(this.#deadlineMs, { cause: error }) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Calls `onNotification` for every NOTIFY on the channel, and `onListen` after each (re)connection. All channels of a
   * process share one connection, for a NOTIFY wakes every connection that listens, whatever it listens for.
   */
  async listen(channel: string, onNotification: (payload: string) => void, onListen: () => void) {
    for (let attempt = 1; ; attempt++) {
      const listener = this.#listener ?? this.#openListener();
      try {
        const { unlisten } = await listener.listen(channel, onNotification, onListen);
        // Without an answer: where the connection is away, the driver would wait for it to come back.
        return { close: () => void unlisten().catch(() => undefined) };
      } catch (error) {
        // The driver remembers a LISTEN that failed and fails the next with it. Who listens already keeps the old one.
        if (this.#listener === listener) this.#listener = undefined;
        if (attempt === LISTEN_ATTEMPTS) throw error;
        await pause(LISTEN_PAUSE_MS);
      }
    }
  }

  #openListener(): Sql {
    this.#listener = this.#connect();
    this.#listeners.push(this.#listener);
    return this.#listener;
  }

  /** Lets statements that were asked for finish for at most `seconds`, then closes every connection. */
  async close(seconds = 5): Promise<void> {
    // The driver would wait in full for a backend that died long ago.
    const finished = new AbortController();
    await Promise.race([
      Promise.allSettled(this.#unfinished),
      pause(seconds * 1_000, undefined, { signal: finished.signal }).catch(() => undefined),
    ]);
    finished.abort();
    await Promise.all([this.#sql, ...this.#listeners].map((client) => client.end({ timeout: 0 })));
  }
}

const QUERY_CANCELED = '57014';
const isCancelled = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.code === QUERY_CANCELED;

/** SQLSTATE class 57P: the server ended the connection, or does not take any yet. */
const SERVER_ENDS_CONNECTION = /^57P/;

/**
 * Whether the error is about a statement that was over before this one began. The driver (3.4.9) rejects the
 * statement that a dying backend was at work on with CONNECTION_CLOSED, keeps the backend's last words, and answers
 * them to the first statement of the next connection, without sending it.
 */
const isLeftover = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && SERVER_ENDS_CONNECTION.test(error.code);

/**
 * Resolves when connections that ended in the same moment have been found to. Until then the driver (3.4.9) hands the
 * next statement to one of them, and that connection then never writes anything again: each use of it ends by
 * `connect_timeout`, up to ten times over.
 */
const othersHaveEnded = (): Promise<void> => pause(0);

/** Whether the connection was found closed while the statement was written to it: the server has no whole statement to run. */
const isUnsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EPIPE';
