import { setTimeout as pause } from 'node:timers/promises';
import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import {
  connect,
  headers,
  type MsgHdrs,
  type NatsConnection,
  type NodeConnectionOptions,
  nkeyAuthenticator,
} from '@nats-io/transport-node';
import type { NatsSettings } from '../config/index.js';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics.js';
import { EVENT_STREAM } from './subjects.js';

const FIRST_CONNECT_PAUSE_MS = 500;
const CONNECT_MS = 3_000;
/** Two pings without an answer, and the connection counts as lost. */
const PING_MS = 5_000;
const RECONNECT_MS = 250;

type OnConnected = (connection: NatsConnection) => void | Promise<void>;

/**
 * This process's connection to NATS. Nobody waits for it: the service starts without its broker, works while it is away, and
 * finds it again by itself.
 */
export class Broker {
  readonly #stopping = new AbortController();
  readonly #welcomes: OnConnected[] = [];
  #connection: NatsConnection | null = null;
  #isUp = false;
  #connecting: Promise<void> | undefined;

  constructor(
    private readonly settings: NatsSettings,
    private readonly name: string,
    private readonly logger: Logger,
  ) {}

  /** Begins to connect, and goes on until it is closed. */
  open(): void {
    this.#connecting ??= this.#connect();
  }

  /** Whether the broker is there as far as we know. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** @throws Error while there is none */
  get connection(): NatsConnection {
    if (!this.#connection || !this.#isUp) throw new Error('The broker is unavailable');
    return this.#connection;
  }

  /** Called once connected; what the connection is told then, it tells the broker again after each reconnection. */
  onConnected(welcome: OnConnected): void {
    this.#welcomes.push(welcome);
    if (this.#connection) void this.#greet(welcome, this.#connection);
  }

  /** Lets messages that came in be answered, then disconnects. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#connecting;
    const isThere = this.#isUp;
    this.#isUp = false;
    // A drain waits for the broker, which may be away.
    if (isThere) await Promise.race([this.#connection?.drain(), pause(2_000, undefined, { ref: false })]);
    await this.#connection?.close();
  }

  async #connect(): Promise<void> {
    let said = '';
    while (!this.#stopping.signal.aborted) {
      try {
        this.#connection = await connect(this.#options());
        break;
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        if (words !== said)
          this.logger.warn({ reason: words }, 'The broker is unavailable: trying again until it is available');
        said = words;
        await pause(FIRST_CONNECT_PAUSE_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
    if (!this.#connection) return;
    this.#arrived('The broker is available');
    this.#watch(this.#connection).catch((error: unknown) => this.#refused(error));
    for (const welcome of this.#welcomes) await this.#greet(welcome, this.#connection);
  }

  /** Nobody waits for it: what fails is told, and ends nothing. */
  async #greet(welcome: OnConnected, connection: NatsConnection): Promise<void> {
    try {
      await welcome(connection);
    } catch (error) {
      this.#refused(error);
    }
  }

  #refused(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.warn({ reason }, 'The broker refused a request');
  }

  #options(): NodeConnectionOptions {
    return {
      ...connectOptions(this.settings),
      name: this.name,
      timeout: CONNECT_MS,
      pingInterval: PING_MS,
      maxPingOut: 2,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      reconnectJitter: RECONNECT_MS,
      // Anyone who changes the broker's users does so while we run.
      ignoreAuthErrorAbort: true,
    };
  }

  #arrived(words: string): void {
    this.#isUp = true;
    this.logger.info({ server: this.#connection?.getServer() }, words);
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'reconnect') this.#arrived('The broker is there again');
      if (status.type === 'disconnect' && this.#isUp) {
        this.#isUp = false;
        if (!this.#stopping.signal.aborted) this.logger.warn('The broker is unavailable: events wait in the log');
      }
      if (status.type === 'error') this.#refused(status.error);
    }
  }
}

/** Where the broker is, and who we are to it. */
const connectOptions = ({ servers, tls, user, nkeySeed }: NatsSettings): NodeConnectionOptions => ({
  servers: [...servers],
  ...(tls && { tls: {} }),
  ...(user && { user: user.name, pass: user.password }),
  ...(nkeySeed !== null && { authenticator: nkeyAuthenticator(new TextEncoder().encode(nkeySeed)) }),
});

export function measureBroker(broker: Broker, metrics: Metrics): Broker {
  metrics.gauge('gatehouse_broker_up', 'Whether the broker is available (1) or not (0)', () => (broker.isUp ? 1 : 0));
  return broker;
}

export interface BrokerProbe {
  readonly version: string;
  readonly server: string;
  /** Null where the stream of events is not there yet. */
  readonly events: { readonly messages: number; readonly replicas: number } | null;
}

const PATIENCE_MS = 2_000;

/**
 * Connects as the service does, and looks at its stream. Changes nothing.
 * @throws Error when the broker is away, refuses us, or has no JetStream for us
 */
export async function probeBroker(settings: NatsSettings): Promise<BrokerProbe> {
  const connection = await connect({ ...connectOptions(settings), timeout: PATIENCE_MS, reconnect: false });
  try {
    const manager = await jetstreamManager(connection, { timeout: PATIENCE_MS });
    const stream = await manager.streams.info(EVENT_STREAM).catch((error: unknown) => {
      if (error instanceof JetStreamApiError) return null;
      throw error;
    });
    return {
      version: connection.info?.version ?? '',
      server: connection.getServer(),
      events: stream && { messages: stream.state.messages, replicas: stream.config.num_replicas },
    };
  } finally {
    await connection.close();
  }
}

export function natsHeaders(given: Readonly<Record<string, string>>): MsgHdrs {
  const made = headers();
  for (const [name, value] of Object.entries(given)) made.set(name, value);
  return made;
}
