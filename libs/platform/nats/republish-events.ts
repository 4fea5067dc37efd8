import { setTimeout as pause } from 'node:timers/promises';
import type { CommandContext, RecordedEvent } from '@gatehouse/kernel';
import { jetstreamManager } from '@nats-io/jetstream';
import { audited } from '../audit/index.js';
import type { NatsSettings } from '../config/index.js';
import { FeedLog, type PersonalEvents, START } from '../events/index.js';
import type { Logger } from '../logging/index.js';
import type { Metrics } from '../metrics/index.js';
import type { Database } from '../postgres/index.js';
import { Broker } from './broker.js';
import { ErasedCopies } from './erased-copies.js';
import { EventPublisher } from './event-publisher.js';
import { PublishedEvents } from './published-events.js';
import { copiesSince } from './stream-copies.js';

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

const BATCH = 2_000;
const CONNECT_MS = 5_000;
/** A copy was made after its event, by the broker's clock, which may be another one than the database's. */
const CLOCKS_APART_MS = 3_600_000;

/**
 * Publishes the events of the log again that the broker has lost: those of which its stream holds no copy. They come behind
 * what was published since, with the id and the time that they have always had.
 * @throws Error when the broker is away or refuses them; done again, it goes on where it came to
 */
export async function republishEvents(
  parts: RepublishParts,
  { since, application }: Republication,
  context: CommandContext,
): Promise<Republished> {
  const { settings, database, personal, metrics, logger } = parts;
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
  for (let cursor = START; ; ) {
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
