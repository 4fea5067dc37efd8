import pLimit, { type LimitFunction } from 'p-limit';
import { DatabaseFault, StatementTimeout } from './database-fault.js';
import { type ConnectionOptions, type Run, SERVER_UNSUITABLE, ServerConnection } from './server-connection.js';
import type { BuildStatement, Rows } from './statement.js';

/** What is asked on the connection of a statement before it runs there, each time within `ms`. It may throw. */
export interface Before {
  readonly ms: number;
  act(ask: <T extends object>(build: BuildStatement) => Promise<Rows<T>>): Promise<void>;
}

type PoolRun = Required<Pick<Run, 'deadlineMs'>> & Pick<Run, 'isText'> & { readonly before?: Before | undefined };

/**
 * Connections that run one statement each at a time. A broken one is replaced, never mended; those that wait for their turn
 * are held back here, for the driver's own queue slows the process down for good once it overflows.
 */
export class ConnectionPool {
  readonly #idle: ServerConnection[] = [];
  readonly #all = new Set<ServerConnection>();
  readonly #inFlight: LimitFunction;
  readonly #unfinished = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly size: number,
  ) {
    this.#inFlight = pLimit(size);
  }

  /** Statements that wait for a connection, and those that hold one. */
  get load(): { waiting: number; running: number } {
    return { waiting: this.#inFlight.pendingCount, running: this.#inFlight.activeCount };
  }

  /**
   * Runs one statement within `deadlineMs`, the time that it waits for its turn included.
   * @throws what `ServerConnection.run` throws
   */
  run<T extends object>(build: BuildStatement, { deadlineMs, isText = false, before }: PoolRun): Promise<Rows<T>> {
    const { promise, resolve, reject } = Promise.withResolvers<Rows<T>>();
    const deadline = performance.now() + deadlineMs;
    let isWaiting = true;
    const timer = setTimeout(() => {
      isWaiting = false;
      reject(new StatementTimeout(deadlineMs, { mayHaveCommitted: false }));
    }, deadlineMs);
    const turn = this.#inFlight(async () => {
      clearTimeout(timer);
      return isWaiting ? this.#runOnce<T>(build, deadline, { deadlineMs, isText, before }) : null;
    });
    turn.then((rows) => rows && resolve(rows), reject);
    const settled: Promise<unknown> = promise.then(
      () => this.#unfinished.delete(settled),
      () => this.#unfinished.delete(settled),
    );
    this.#unfinished.add(settled);
    return promise;
  }

  async #runOnce<T extends object>(build: BuildStatement, deadline: number, run: PoolRun): Promise<Rows<T>> {
    const left = (): number => Math.max(deadline - performance.now(), 0);
    const { before, ...rest } = run;
    for (let attempt = 1; ; attempt++) {
      const connection = this.#take();
      const began = performance.now();
      try {
        await before?.act((asked) => connection.run(asked, { ms: Math.min(before.ms, left()) }));
        return await connection.run<T>(build, { ...rest, ms: left() });
      } catch (error) {
        if (connection.isSilent) this.#dropUnheardSince(began);
        // Connections that were closed while nobody used them, and servers of another kind: each is found out once.
        if (!isFoundOut(error) || attempt > this.size + this.options.address.places.length) throw error;
      } finally {
        this.#giveBack(connection);
      }
    }
  }

  #take(): ServerConnection {
    if (this.#isClosed) {
      throw new DatabaseFault('gone', 'The pool is closed', { mayHaveCommitted: false, code: 'CONNECTION_ENDED' });
    }
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.isUsable) return idle;
      idle.end();
    }
    const opened: ServerConnection = new ServerConnection(this.options, () => this.#all.delete(opened));
    this.#all.add(opened);
    return opened;
  }

  /**
   * Where one connection has fallen silent, so may those have that have been idle since, as after a network that was split: each of them
   * would cost a statement its deadline.
   */
  #dropUnheardSince(time: number): void {
    const unheard = this.#idle.filter(({ heardAt }) => heardAt < time);
    for (const connection of unheard) {
      this.#idle.splice(this.#idle.indexOf(connection), 1);
      connection.end();
    }
  }

  #giveBack(connection: ServerConnection): void {
    if (connection.isUsable && !this.#isClosed) this.#idle.push(connection);
    else connection.end();
  }

  /** Lets statements that were asked for finish for at most `seconds`, then closes every connection. */
  async close(seconds: number): Promise<void> {
    const { promise: timeIsUp, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, seconds * 1_000);
    await Promise.race([Promise.allSettled(this.#unfinished), timeIsUp]);
    clearTimeout(timer);
    this.#isClosed = true;
    for (const connection of this.#all) connection.end();
  }
}

/** Whether the statement met a connection that had been closed before, or another server, and was never sent. */
const FOUND_OUT = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', SERVER_UNSUITABLE]);
const isFoundOut = (error: unknown): boolean =>
  error instanceof DatabaseFault && error.code !== undefined && FOUND_OUT.has(error.code);
