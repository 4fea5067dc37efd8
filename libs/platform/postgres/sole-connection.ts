import type { Socket } from 'node:net';
import { atMost } from '../process.js';
import { connectTo } from './connect.js';
import { DatabaseFault, StatementTimeout } from './database-fault.js';
import type { DatabaseAddress, ServerPlace } from './database-url.js';
import { HostChoice, type ServerState } from './host-choice.js';
import { openSocket } from './open-socket.js';
import { askForState } from './server-connection.js';
import type { Sql } from './statement.js';

/** From the TCP connection to the first statement: TLS, authentication, settings. In seconds. */
const STARTUP_SECONDS = 5;
/** What the server gets to take leave, before the socket is destroyed. */
const LEAVE_MS = 1_000;

/**
 * One session for statements that need one and the same: migrations. The driver waits without a bound for a server that has
 * fallen silent, and leaves the socket open where it gives up; so the socket is ours, and is destroyed.
 */
export class SoleConnection {
  /** For statements; each is to be awaited by `within` or `whileOpen`. */
  readonly sql: Sql;
  readonly #address: DatabaseAddress;
  readonly #closed = new AbortController();
  readonly #lost = Promise.withResolvers<never>();
  #place = 0;
  #next = 0;
  #openings = 0;
  #isOpen = false;

  constructor(address: DatabaseAddress, applicationName: string) {
    this.#address = address;
    this.#lost.promise.catch(() => undefined);
    this.sql = connectTo(address, {
      socket: () => this.#openSocket(),
      max: 1,
      max_lifetime: null,
      connect_timeout: STARTUP_SECONDS,
      prepare: false,
      // After the statement, if any, has been told why.
      onclose: () => queueMicrotask(() => this.giveUp(closed('The server closed the connection'))),
      onnotice: () => undefined,
      connection: { application_name: applicationName },
    });
  }

  /** The server that it has reached, alone. */
  get server(): DatabaseAddress {
    return { ...this.#address, places: [this.#address.places[this.#place] as ServerPlace], target: 'any' };
  }

  /**
   * Settles as the work does; after `ms` the connection is given up, whatever driver, network and server do.
   * @throws StatementTimeout
   */
  async within<T>(ms: number, work: Promise<T>): Promise<T> {
    const late = () => this.giveUp(new StatementTimeout(ms, { mayHaveCommitted: true }));
    const timer = setTimeout(late, ms);
    try {
      return await this.whileOpen(work);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Settles as the work does, however long that takes. @throws the reason where the connection is given up first */
  async whileOpen<T>(work: Promise<T>): Promise<T> {
    const done = await Promise.race([work, this.#lost.promise]);
    this.#isOpen = true;
    return done;
  }

  /** Destroys the socket. What the server is doing by then, it finishes or rolls back. */
  giveUp(reason: unknown): void {
    // First: the driver has an error of its own for a socket that closes.
    this.#lost.reject(reason);
    this.#closed.abort(reason);
  }

  async end(): Promise<void> {
    await atMost(LEAVE_MS, this.sql.end({ timeout: LEAVE_MS / 1_000 }));
    this.giveUp(closed('The connection is closed'));
  }

  async #openSocket(): Promise<Socket> {
    const { signal } = this.#closed;
    const { length } = this.#address.places;
    try {
      // The driver would open another session where this one closes, without its locks.
      if (this.#isOpen || ++this.#openings > length) throw closed('The server closed the connection');
      const { socket, place } = await openSocket(this.#address, this.#next, signal);
      this.#place = place;
      this.#next = (place + 1) % length;
      const destroy = (): void => {
        socket.destroy();
      };
      signal.addEventListener('abort', destroy);
      socket.once('close', () => signal.removeEventListener('abort', destroy));
      return socket;
    } catch (error) {
      // The driver does not settle every statement of a connection that it could not open.
      this.giveUp(error);
      throw error;
    }
  }
}

const closed = (message: string): DatabaseFault =>
  new DatabaseFault('gone', message, { mayHaveCommitted: false, code: 'CONNECTION_CLOSED' });

/** Each server gets so long to say what it is, the start of the session included, in milliseconds. */
const STATE_MS = 5_000;

/**
 * Tries the servers in turn, as libpq does, until one is what `target_session_attrs` asks for. For a client whose
 * connections all lead to one server; a pool chooses for each of its own (docs/adr/0055).
 * @returns the address with that server alone; all of them where any will do
 * @throws Error of the last server that did not answer, or one that says that none suits
 */
export async function findServer(address: DatabaseAddress): Promise<DatabaseAddress> {
  const { places, target } = address;
  const choice = new HostChoice(address);
  if (!choice.isParticular) return address;
  const begin = choice.first;
  const inTurn = [...places.keys()].map((turn) => (begin + turn) % places.length);
  let failure: unknown;
  for (const anyWillDo of target === 'prefer-standby' ? [false, true] : [false]) {
    for (const index of inTurn) {
      const alone = { ...address, places: places.slice(index, index + 1) };
      try {
        if (choice.suits(index, await stateOf(alone)) || anyWillDo) return alone;
      } catch (error) {
        failure = error;
      }
    }
  }
  throw failure ?? new Error(`None of the servers is ${target}, as target_session_attrs requires`);
}

async function stateOf(address: DatabaseAddress): Promise<ServerState> {
  const connection = new SoleConnection(address, 'gatehouse-find-server');
  try {
    const [state] = await connection.within(STATE_MS, connection.sql<ServerState[]>`${askForState(connection.sql)}`);
    return state as ServerState;
  } finally {
    await connection.end();
  }
}
