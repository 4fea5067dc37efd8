import { setTimeout as pause } from 'node:timers/promises';
import type { CommandContext, RecordedEvent } from '@gatehouse/kernel';
import { AckPolicy, DeliverPolicy, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { audited } from '../audit.js';
import type { NatsSettings } from '../config/index.js';
import { FeedLog, type PersonalEvents } from '../events/index.js';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics.js';
import type { Database } from '../postgres/index.js';
import { Broker } from './broker.js';
import { ErasedCopies, PublishedEvents } from './erased-copies.js';
import { EventPublisher } from './event-publisher.js';
import { EVENT_STREAM, MESSAGE_ID } from './subjects.js';

export interface RepublishParts {
  readonly settings: NatsSettings;
  readonly database: Database;
  readonly personal: readonly PersonalEvents[];
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export interface Republication {
  /** Events that happened then or later. */
  readonly since: Date;
  /** Null: of every application. */
  readonly application: string | null;
}

export interface Republished {
  /** Those that the stream had no copy of. */
  readonly published: number;
  /** Those that it had. */
  readonly present: number;
}

/** Some of the events that were asked for are no longer in the log. Nothing was published. */
export class EventsArchived extends Error {
  override readonly name = 'EventsArchived';

  constructor(readonly beginning: Date) {
    super(
      `Events before ${beginning.toISOString()} are archived and no longer in the log. Use this time or a later one`,
    );
  }
}

const BATCH = 2_000;
const CONNECT_MS = 5_000;
/** A copy was made after its event, by the broker's clock, which may be another one than the database's. */
const CLOCKS_APART_MS = 3_600_000;

/**
 * Publishes the events of the log again that the broker has lost: those of which its stream holds no copy. They come behind
 * what was published since, with the id and the time that they have always had.
 * @throws EventsArchived where the log begins later than that
 * @throws Error when the broker is away or refuses them; done again, it goes on where it came to
 */
export async function republishEvents(
  parts: RepublishParts,
  { since, application }: Republication,
  context: CommandContext,
): Promise<Republished> {
  const { settings, database, personal, metrics, logger } = parts;
  const beginning = await new FeedLog(database).beginsAt();
  if (beginning !== null && since < beginning) throw new EventsArchived(beginning);
  const broker = new Broker(settings, 'gatehouse-operator', logger);
  const copies = new ErasedCopies(new PublishedEvents(database), personal);
  const publisher = new EventPublisher(broker, settings, copies, metrics, logger);
  try {
    await connected(broker);
    await publisher.prepare();
    const there = await copiesSince(
      await jetstreamManager(broker.connection),
      new Date(since.getTime() - CLOCKS_APART_MS),
    );
    let [published, present] = [0, 0];
    for await (const events of loggedSince(database, since, application)) {
      const lost = events.filter(({ id }) => !there.has(id));
      if (lost.length > 0) await publisher.hand(lost);
      published += lost.length;
      present += events.length - lost.length;
    }
    await note(database, context, { since, application, published });
    return { published, present };
  } finally {
    await broker.close();
  }
}

async function connected(broker: Broker): Promise<void> {
  const { promise: there, resolve } = Promise.withResolvers<void>();
  broker.onConnected(() => resolve());
  broker.open();
  await Promise.race([there, pause(CONNECT_MS, undefined, { ref: false })]);
  if (!broker.isUp) throw new Error('The broker is unavailable');
}

async function* loggedSince(
  database: Database,
  since: Date,
  application: string | null,
): AsyncGenerator<readonly RecordedEvent[], void, void> {
  const log = new FeedLog(database);
  for (let cursor = await log.beginning(); ; ) {
    const { events, full } = await log.readAll(cursor, BATCH);
    cursor = events.at(-1)?.cursor ?? cursor;
    yield events.filter(
      (event) => event.occurredAt >= since && (application === null || event.application === application),
    );
    if (!full) return;
  }
}

const note = (
  database: Database,
  context: CommandContext,
  { since, application, published }: Republication & Pick<Republished, 'published'>,
) => {
  const act = { act: 'events.republished', subject: application ?? 'all', details: { since, published } };
  return database.query(
    (sql) => sql`
      with done as materialized (select 1), ${audited(sql, context, act, 'done')}
      select 1 from audited`,
  );
};

/** A consumer that nobody pulls from is removed by the broker, in milliseconds. */
const IDLE_MS = 60_000;
const AT_ONCE = 1_000;
const FETCH_MS = 5_000;

/** The ids of the events that the stream holds a copy of, of those it was given from then on. */
async function copiesSince(manager: JetStreamManager, since: Date): Promise<ReadonlySet<string>> {
  const { name, num_pending: pending } = await manager.consumers.add(EVENT_STREAM, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartTime,
    opt_start_time: since.toISOString(),
    headers_only: true,
    inactive_threshold: nanos(IDLE_MS),
  });
  const ids = new Set<string>();
  try {
    const consumer = await manager.jetstream().consumers.get(EVENT_STREAM, name);
    for (let read = 0; read < pending; ) {
      let found = 0;
      for await (const { headers } of await consumer.fetch({ max_messages: AT_ONCE, expires: FETCH_MS })) {
        ids.add(headers?.get(MESSAGE_ID) ?? '');
        found += 1;
        if (read + found === pending) break;
      }
      // Fewer than there were: some have come to their age meanwhile.
      if (found === 0) break;
      read += found;
    }
  } finally {
    await manager.consumers.delete(EVENT_STREAM, name);
  }
  return ids;
}
