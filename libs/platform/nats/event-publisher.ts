import type { RecordedEvent } from '@gatehouse/kernel';
import { type JetStreamClient, jetstream, RetentionPolicy } from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import type { NatsSettings } from '../config/index.js';
import { CLOUD_EVENT_TYPE, cloudEvent, type EventSubscription } from '../events/index.js';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics.js';
import { openSpan, traceHeader } from '../tracing/index.js';
import type { Broker } from './broker.js';
import { natsHeaders } from './broker.js';
import type { ErasedCopies } from './erased-copies.js';
import { keepConsumer, keepStream } from './keep-stream.js';
import { type StreamMessage, StreamPublisher } from './stream-publisher.js';
import { EVENT_STREAM, EVENT_SUBJECTS, eventSubject, eventsOf, MESSAGE_ID } from './subjects.js';

const DAY_MS = 86_400_000;
/**
 * How long the broker tells an event that it has by its id. A worker that lost the broker in the middle of a batch sends
 * the rest of it, and what it is not sure of, once the broker is back: that is to fall in here.
 */
const DUPLICATE_WINDOW_MS = 2 * 3_600_000;
/** Users whose events are on their way at once. */
const IN_FLIGHT = 256;
const ACK_MS = 5_000;
const RETRY_MS = 30_000;

/**
 * Publishes every event of the log on the broker, in order per subject: an event is sent once the one before it of the
 * same user is there. What was sent in vain comes again, and the broker knows it by its id.
 */
export class EventPublisher implements EventSubscription {
  readonly name = 'nats';
  readonly types = 'all';
  readonly prompt = true;
  /** Those of a batch that failed which have arrived: they are not sent again. */
  #arrived = new Map<string, number>();
  #publisher: StreamPublisher | undefined;
  #client: { readonly of: NatsConnection; readonly jetstream: Promise<JetStreamClient> } | null = null;

  constructor(
    private readonly broker: Broker,
    private readonly settings: NatsSettings,
    private readonly copies: ErasedCopies,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {}

  ready(): boolean {
    return this.broker.isUp;
  }

  /** Makes the stream and its followers before there is an event, so that those who follow find them. */
  async prepare(): Promise<void> {
    await this.#ready().catch((error: unknown) => {
      this.#refused(error);
      this.logger.warn({ err: error }, 'The event stream cannot be created: trying again with the next event');
    });
  }

  async hand(events: readonly RecordedEvent[]): Promise<void> {
    const client = await this.#ready();
    const users = Map.groupBy(events, ({ application, subject }) => `${application} ${subject}`);
    const sequences = [...users.values()].map((ofUser) => this.#messagesOf(ofUser));
    try {
      await this.#publisherOn(this.broker.connection).send(sequences, IN_FLIGHT);
    } catch (fault) {
      throw this.#refused(fault);
    }
    await this.copies.follow(client, events, this.#arrived);
    this.#arrived = new Map();
  }

  /** Each is made when it is its turn. */
  *#messagesOf(events: readonly RecordedEvent[]): Generator<StreamMessage, void, void> {
    for (const event of events) if (!this.#arrived.has(event.id)) yield this.#messageOf(event);
  }

  #messageOf(event: RecordedEvent): StreamMessage {
    const { id, application, type, trace } = event;
    const span = trace === undefined ? null : openSpan(`publish ${type}`, { kind: 'producer', parent: trace });
    const headers = natsHeaders({
      'Content-Type': CLOUD_EVENT_TYPE,
      [MESSAGE_ID]: id,
      ...span?.within(() => traceHeader('nats')),
    });
    return {
      subject: eventSubject(application, type),
      payload: JSON.stringify(cloudEvent(event)),
      headers,
      onAnswer: (fault, seq) => {
        if (fault === null) this.#arrived.set(id, seq);
        span?.end(fault !== null);
      },
    };
  }

  #refused(reason: unknown): unknown {
    this.metrics.brokerRefusals.inc();
    // Its stream may be gone, with a broker that has lost its disk: it is looked at again.
    this.#client = null;
    return reason;
  }

  #publisherOn(connection: NatsConnection): StreamPublisher {
    if (!this.#publisher?.isOpen || this.#publisher.connection !== connection) {
      this.#publisher = new StreamPublisher(connection, ACK_MS);
    }
    return this.#publisher;
  }

  /** The stream is made, or brought up to date, at the first use of a connection. */
  async #ready(): Promise<JetStreamClient> {
    const connection = this.broker.connection;
    if (this.#client?.of !== connection) this.#client = { of: connection, jetstream: this.#keep(connection) };
    try {
      return await this.#client.jetstream;
    } catch (error) {
      this.#client = null;
      throw error;
    }
  }

  async #keep(connection: NatsConnection): Promise<JetStreamClient> {
    const client = jetstream(connection);
    const manager = await client.jetstreamManager();
    const { eventDays, replicas, followers } = this.settings;
    await keepStream(manager, {
      name: EVENT_STREAM,
      made: { retention: RetentionPolicy.Limits },
      changeable: {
        description: 'Events as CloudEvents',
        subjects: [EVENT_SUBJECTS],
        max_age: nanos(eventDays * DAY_MS),
        duplicate_window: nanos(DUPLICATE_WINDOW_MS),
        num_replicas: replicas,
        allow_direct: true,
      },
    });
    for (const { application, name } of followers) {
      await keepConsumer(manager, EVENT_STREAM, {
        name,
        made: { ack_policy: 'explicit', deliver_policy: 'all' },
        changeable: { filter_subject: eventsOf(application), ack_wait: nanos(RETRY_MS), max_ack_pending: 1_000 },
      });
    }
    return client;
  }
}
