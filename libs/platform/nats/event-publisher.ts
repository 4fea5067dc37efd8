import type { RecordedEvent } from '@gatehouse/kernel';
import { type JetStreamClient, jetstream, RetentionPolicy } from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import pLimit from 'p-limit';
import type { NatsSettings } from '../config/index.js';
import { CLOUD_EVENT_TYPE, cloudEvent, type EventSubscription } from '../events/index.js';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics.js';
import { tracedFrom, traceHeader } from '../tracing/index.js';
import type { Broker } from './broker.js';
import { natsHeaders } from './broker.js';
import type { ErasedCopies } from './erased-copies.js';
import { keepConsumer, keepStream } from './keep-stream.js';
import { EVENT_STREAM, EVENT_SUBJECTS, eventSubject, eventsOf } from './subjects.js';

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
    const inFlight = pLimit(IN_FLIGHT);
    const users = Map.groupBy(events, ({ application, subject }) => `${application} ${subject}`);
    const outcomes = await Promise.allSettled(
      [...users.values()].map((ofUser) => inFlight(() => this.#publishInOrder(client, ofUser))),
    );
    const failed = outcomes.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw this.#refused(failed.reason);
    await this.copies.follow(client, events, this.#arrived);
    this.#arrived = new Map();
  }

  async #publishInOrder(client: JetStreamClient, events: readonly RecordedEvent[]): Promise<void> {
    for (const event of events) {
      if (this.#arrived.has(event.id)) continue;
      const { seq } = await tracedFrom(event.trace, `publish ${event.type}`, { kind: 'producer' }, () =>
        client.publish(eventSubject(event.application, event.type), JSON.stringify(cloudEvent(event)), {
          msgID: event.id,
          timeout: ACK_MS,
          headers: natsHeaders({ 'Content-Type': CLOUD_EVENT_TYPE, ...traceHeader('nats') }),
        }),
      );
      this.#arrived.set(event.id, seq);
    }
  }

  #refused(reason: unknown): unknown {
    this.metrics.brokerRefusals.inc();
    // Its stream may be gone, with a broker that has lost its disk: it is looked at again.
    this.#client = null;
    return reason;
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
