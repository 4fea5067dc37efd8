import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import { type ConnectionOptions, ServerConnection } from './server-connection.js';
import type { Sql } from './statement.js';

interface Ear {
  readonly channel: string;
  readonly onNotification: (payload: string) => void;
  readonly onListen: () => void;
  hasListened: boolean;
}

const FIRST_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;
/** Between attempts to come back: from the least, doubled, to the most. */
const PAUSE_MS = { least: 50, most: 2_000 };
/** How often the server is asked whether it is still there, and for how long: nothing else is sent to it. */
const PING_MS = 2_000;

/**
 * Listens on channels over one connection, for a NOTIFY wakes every connection that listens, whatever it listens for. When
 * that connection is lost, another takes its place. (The driver's own `listen` uses the connection that closed, docs/adr/0046.)
 */
export class ChannelListener {
  readonly #ears = new Set<Ear>();
  readonly #inTurn = pLimit(1);
  readonly #closing = new AbortController();
  #connection: ServerConnection | undefined;
  #ping: NodeJS.Timeout | undefined;

  constructor(private readonly options: ConnectionOptions) {}

  /**
   * Calls `onNotification` for every NOTIFY on the channel, and `onListen` after each (re)connection.
   * @throws DatabaseFault when that is not possible now, after some attempts
   */
  async listen(channel: string, onNotification: (payload: string) => void, onListen: () => void) {
    const ear: Ear = { channel, onNotification, onListen, hasListened: false };
    // Before the answer to LISTEN: a notification may come together with it.
    this.#ears.add(ear);
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#inTurn(() => this.#begin(ear));
        return { close: () => this.#stop(ear) };
      } catch (error) {
        if (attempt === FIRST_ATTEMPTS || this.#closing.signal.aborted) {
          this.#ears.delete(ear);
          throw error;
        }
        await pause(FIRST_PAUSE_MS);
      }
    }
  }

  close(): void {
    this.#closing.abort();
    clearInterval(this.#ping);
    this.#connection?.end();
    this.#connection = undefined;
  }

  async #begin(ear: Ear): Promise<void> {
    this.#closing.signal.throwIfAborted();
    const connection = this.#connection ?? (await this.#connect());
    await listenOn(connection, ear.channel);
    ear.hasListened = true;
    ear.onListen();
  }

  /** A connection that listens on all that was listened on. */
  async #connect(): Promise<ServerConnection> {
    const onNotification = (channel: string, payload: string): void => this.#tell(channel, payload);
    const connection: ServerConnection = new ServerConnection({ ...this.options, onNotification }, () =>
      this.#lost(connection),
    );
    const ears = [...this.#ears].filter(({ hasListened }) => hasListened);
    for (const channel of new Set(ears.map(({ channel }) => channel))) await listenOn(connection, channel);
    this.#connection = connection;
    this.#ping ??= setInterval(() => this.#askWhetherThere(), PING_MS).unref();
    for (const { onListen } of ears) onListen();
    return connection;
  }

  #tell(channel: string, payload: string): void {
    for (const ear of this.#ears) if (ear.channel === channel) ear.onNotification(payload);
  }

  #lost(connection: ServerConnection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    void this.#comeBack();
  }

  async #comeBack(): Promise<void> {
    const { signal } = this.#closing;
    for (let rest = PAUSE_MS.least; !signal.aborted; rest = Math.min(2 * rest, PAUSE_MS.most)) {
      try {
        await pause(rest, undefined, { signal });
        await this.#inTurn(() => this.#connection ?? this.#connect());
        return;
      } catch {
        // Notifications only wake those who poll as well: nobody needs to read of each attempt.
      }
    }
  }

  /** A peer that went away without a word is noticed only by asking. To listen again changes nothing. */
  #askWhetherThere(): void {
    const [ear] = this.#ears;
    const connection = this.#connection;
    if (!(ear && connection) || this.#inTurn.activeCount > 0) return;
    this.#inTurn(() => listenOn(connection, ear.channel)).catch(() => undefined);
  }

  #stop(ear: Ear): void {
    this.#ears.delete(ear);
    const connection = this.#connection;
    if (!connection || [...this.#ears].some(({ channel }) => channel === ear.channel)) return;
    // Without an answer: where the connection is away, nobody listens.
    this.#inTurn(() => connection.run((sql) => sql`unlisten ${identifier(sql, ear.channel)}`, { ms: PING_MS })).catch(
      () => undefined,
    );
  }
}

const listenOn = (connection: ServerConnection, channel: string) =>
  connection.run((sql) => sql`listen ${identifier(sql, channel)}`, { ms: PING_MS });

/** The driver's own way with identifiers would take a dot for the end of a schema's name. */
const identifier = (sql: Sql, name: string) => sql.unsafe(`"${name.replaceAll('"', '""')}"`);
