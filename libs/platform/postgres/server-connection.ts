import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import postgres from 'postgres';
import { arrayTypes } from './array-types.js';
import { connectTo, keyedLookups } from './connect.js';
import {
  assertWhole,
  codeOf,
  DatabaseFault,
  isRolledBack,
  leavesConnectionUsable,
  StatementTimeout,
  toldAsFault,
} from './database-fault.js';
import type { DatabaseAddress } from './database-url.js';
import type { HostChoice, ServerState } from './host-choice.js';
import { openSocket } from './open-socket.js';
import type { BuildStatement, Rows, Sql } from './statement.js';

export interface ConnectionOptions {
  readonly address: DatabaseAddress;
  /** Shared by the connections of a pool. */
  readonly choice: HostChoice;
  readonly isPooled?: boolean;
  readonly applicationName: string;
  /** The server's own bound for a statement, in milliseconds. */
  readonly statementTimeoutMs: number;
  /** Settings of the session, besides those that every connection has. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How values are written and read, besides arrays. */
  readonly types?: Readonly<Record<string, postgres.PostgresType>>;
  readonly onNotification?: (channel: string, payload: string) => void;
}

export interface Run {
  readonly ms: number;
  /** What the caller knows as the deadline, for the error. */
  readonly deadlineMs?: number;
  /** Several commands: one that fails may leave their transaction open. */
  readonly isText?: boolean;
}

/** From the TCP connection to the first statement: TLS, authentication, settings. In seconds. */
const STARTUP_SECONDS = 3;
/** What a statement at its deadline gets to be cancelled in, before its connection is destroyed. */
const CANCEL_GRACE_MS = 500;
/** A backend keeps the plans that it has made: none lives longer than this, in milliseconds. */
const LIFE_MS = { least: 30 * 60_000, most: 60 * 60_000 };

/** Codes of a socket that took nothing: the server has no whole statement to run. */
const NOTHING_WRITTEN = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/**
 * One connection to the server, with one statement at a time. It's never used again once it closed, missed a deadline or
 * broke: the driver (3.4.9) keeps rows, errors, unsent bytes and timers of a connection that closed, and gives them to the
 * statements of the next one (docs/adr/0046).
 */
export class ServerConnection {
  readonly #options: ConnectionOptions;
  readonly #client: Sql;
  readonly #closed = new AbortController();
  readonly #expiresAt = performance.now() + randomInt(LIFE_MS.least, LIFE_MS.most);
  #openings = 0;
  #cancelling = false;
  #isSilent = false;
  #heardAt = performance.now();
  /** With which of the servers the next attempt begins, and the one that was reached. */
  #next: number;
  #reached = 0;
  #isProven: boolean;
  #isOnStandby = true;
  #giveUp: ((reason: unknown) => void) | undefined;

  /** @param onClosed called once, when the connection is not to be used any more */
  constructor(options: ConnectionOptions, onClosed: () => void = () => undefined) {
    this.#closed.signal.addEventListener('abort', onClosed, { once: true });
    this.#next = options.choice.first;
    this.#isProven = !options.choice.isParticular;
    // The driver has this, its types do not.
    const untyped = { onnotify: options.onNotification };
    this.#options = options;
    this.#client = connectTo(options.address, {
      socket: () => this.#openSocket(options),
      isPooled: options.isPooled ?? false,
      ...untyped,
      max: 1,
      // Where it ends is decided here: the driver would connect again.
      max_lifetime: null,
      idle_timeout: 0,
      connect_timeout: STARTUP_SECONDS,
      // After the statement, if any, has been told why.
      onclose: () => queueMicrotask(() => this.destroy()),
      onnotice: (notice) => {
        this.#isOnStandby &&= !isOfUnconfirmedCommit(notice);
      },
      fetch_types: false,
      types: { ...arrayTypes, ...options.types },
      connection: {
        application_name: options.applicationName,
        statement_timeout: options.statementTimeoutMs,
        ...keyedLookups,
        ...options.settings,
      },
    });
  }

  get isUsable(): boolean {
    return !this.#closed.signal.aborted && performance.now() < this.#expiresAt;
  }

  /** Whether a statement was answered neither within its deadline nor when it was cancelled: the server may not be reached at all. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** When its last statement was answered, by the clock of `performance`; of one that has had none, when it was made. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /**
   * Runs one statement, connecting first where that has not happened yet. Settles within `ms` and the grace for
   * cancelling, whatever driver, network and server do.
   * @throws DatabaseFault, StatementTimeout, IncompleteAnswer, or the driver's error where the statement is to blame
   */
  async run<T extends object>(build: BuildStatement, { ms, deadlineMs = ms, isText = false }: Run): Promise<Rows<T>> {
    if (!this.#isProven) await this.#prove({ ms, deadlineMs });
    const statement = build(this.#client);
    const { promise: answer, resolve, reject } = Promise.withResolvers<postgres.RowList<postgres.Row[]>>();
    this.#giveUp = reject;
    let isLate = false;
    const timers = [
      setTimeout(() => {
        isLate = true;
        this.#cancel(statement);
      }, ms),
      setTimeout(() => {
        this.#isSilent = true;
        this.destroy();
      }, ms + CANCEL_GRACE_MS),
    ];
    try {
      statement.then(resolve, reject);
      const rows = await answer;
      this.#heardAt = performance.now();
      if (!this.#isOnStandby) throw unconfirmed();
      assertWhole(rows, isText);
      return rows as Rows<T>;
    } catch (error) {
      if (isText || !leavesConnectionUsable(error)) this.destroy();
      const mayHaveCommitted = mayHaveBeenCommitted(error, statement);
      throw isLate && !(error instanceof postgres.PostgresError)
        ? new StatementTimeout(deadlineMs, { mayHaveCommitted, cause: error })
        : toldAsFault(error, mayHaveCommitted, deadlineMs);
    } finally {
      this.#giveUp = undefined;
      for (const timer of timers) clearTimeout(timer);
      // The signal to cancel may come late, and would hit the next statement.
      if (isLate) this.destroy();
    }
  }

  /** Asks the server what it is, where the URL wants one of a kind. @throws DatabaseFault */
  async #prove(run: Run): Promise<void> {
    this.#isProven = true;
    const [state] = await this.run<ServerState>(askForState, run);
    if (state && this.#options.choice.suits(this.#reached, state)) return;
    this.destroy();
    throw new DatabaseFault('gone', `No server that is ${this.#options.address.target} was reached`, {
      mayHaveCommitted: false,
      code: SERVER_UNSUITABLE,
    });
  }

  /** Ends the connection as the protocol has it, and without waiting for the server. */
  end(): void {
    if (this.#closed.signal.aborted) return;
    this.#client.end({ timeout: 0 }).catch(() => undefined);
    setTimeout(() => this.destroy(), CANCEL_GRACE_MS).unref();
  }

  /** Closes the socket at once. A statement that is under way fails. */
  destroy(reason: unknown = closed('CONNECTION_DESTROYED', 'The connection is closed')): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort(reason);
    // The driver does not settle every statement of a connection that it could not open, or that closed.
    this.#giveUp?.(reason);
    this.#client.end({ timeout: 0 }).catch(() => undefined);
  }

  #cancel(statement: object): void {
    // The driver's `cancel()` drops the promise of this one, whose rejection would end the process.
    if (!('canceller' in statement) || typeof statement.canceller !== 'function') return;
    this.#cancelling = true;
    Promise.resolve(statement.canceller(statement)).catch(() => undefined);
    this.#cancelling = false;
  }

  async #openSocket({ address }: ConnectionOptions): Promise<Socket> {
    const { signal } = this.#closed;
    const isCancelling = this.#cancelling;
    try {
      // The driver would open a connection that closes while it starts again and again.
      const { length } = address.places;
      if (!isCancelling && ++this.#openings > length) {
        throw closed('CONNECTION_CLOSED', 'The server closed the connection');
      }
      const { socket, place } = await openSocket(address, isCancelling ? this.#reached : this.#next, signal);
      this.#reached = place;
      this.#next = (place + 1) % length;
      const destroy = (): void => {
        socket.destroy();
      };
      signal.addEventListener('abort', destroy);
      socket.once('close', () => signal.removeEventListener('abort', destroy));
      return socket;
    } catch (error) {
      this.destroy(error);
      throw error;
    }
  }
}

/** The code of a fault: another server of the URL may be what is wanted. */
export const SERVER_UNSUITABLE = 'SERVER_UNSUITABLE';

export const askForState: BuildStatement = (sql) =>
  sql`select pg_is_in_recovery() as "inRecovery", current_setting('transaction_read_only')::boolean as "readOnly"`;

/**
 * A commit whose wait for a synchronous standby was cancelled is told as done, with a warning: a failover takes it back
 * (PostgreSQL manual, 27.2.8). Warnings are translated, the place in the server that raised this one is not.
 */
const isOfUnconfirmedCommit = ({ routine }: postgres.Notice): boolean => routine === 'SyncRepWaitForLSN';

const unconfirmed = (): DatabaseFault =>
  new DatabaseFault('busy', 'The commit has not been confirmed by a synchronous standby', { mayHaveCommitted: true });

const closed = (code: string, message: string): Error => Object.assign(new Error(message), { code });

function mayHaveBeenCommitted(error: unknown, statement: object): boolean {
  if (isRolledBack(error)) return false;
  const wasHandedOver = 'state' in statement && statement.state !== null;
  return wasHandedOver && !NOTHING_WRITTEN.has(codeOf(error) ?? '');
}
