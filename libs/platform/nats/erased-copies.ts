import type { RecordedEvent } from '@gatehouse/kernel';
import { JetStreamApiError, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import pLimit from 'p-limit';
import type { PersonalEvents } from '../events/index.js';
import { AgedRowsPurge } from '../jobs/index.js';
import { commitLater, type Database } from '../postgres/index.js';
import { EVENT_STREAM, MESSAGE_ID } from './subjects.js';

const AT_ONCE = 32;

/** Sees to it that an erasure reaches the broker's copies of events, too. */
export class ErasedCopies {
  constructor(
    private readonly published: PublishedEvents,
    private readonly personal: readonly PersonalEvents[],
  ) {}

  /**
   * Notes where the copies stand that tell of a person, and deletes those of whom these events say that nothing is to be
   * left. Done twice, it finds nothing more to do.
   * @param places of the events in the stream, by their ids
   */
  async follow(
    client: JetStreamClient,
    events: readonly RecordedEvent[],
    places: ReadonlyMap<string, number>,
  ): Promise<void> {
    await this.published.add(
      events
        .filter(({ type }) => this.#tellsOfPerson(type))
        .map(({ application, id, subject }) => ({ application, id, subject, streamSequence: places.get(id) ?? 0 })),
    );
    const endings = events.filter(({ type }) => this.personal.some((events) => events.endings.includes(type)));
    if (endings.length === 0) return;
    const manager = await client.jetstreamManager();
    for (const [application, ended] of Map.groupBy(endings, ({ application }) => application)) {
      await this.#erase(manager, application, [...new Set(ended.map(({ subject }) => subject))]);
    }
  }

  #tellsOfPerson(type: string): boolean {
    return this.personal.some(({ fields }) => (fields[type]?.length ?? 0) > 0);
  }

  async #erase(manager: JetStreamManager, application: string, subjects: readonly string[]): Promise<void> {
    const copies = await this.published.about(application, subjects);
    const atOnce = pLimit(AT_ONCE);
    await Promise.all(copies.map((copy) => atOnce(() => eraseCopy(manager, copy))));
    await this.published.remove(
      application,
      copies.map(({ id }) => id),
    );
  }
}

/** Overwrites it. One that another worker has overwritten meanwhile is as gone as it should be. */
async function eraseCopy(manager: JetStreamManager, copy: PublishedEvent): Promise<void> {
  if (!(await isThere(manager, copy))) return;
  try {
    await manager.streams.deleteMessage(EVENT_STREAM, copy.streamSequence, true);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || (await isThere(manager, copy))) throw error;
  }
}

/** Not where the stream was made again since, and the place is another event's. */
async function isThere(manager: JetStreamManager, { id, streamSequence }: PublishedEvent): Promise<boolean> {
  const found = await manager.streams.getMessage(EVENT_STREAM, { seq: streamSequence });
  return found?.header.get(MESSAGE_ID) === id;
}

interface PublishedEvent {
  readonly application: string;
  /** The event's. */
  readonly id: string;
  readonly subject: string;
  /** The place of its copy in the stream. */
  readonly streamSequence: number;
}

/** Where on the broker the events stand that tell of a person, for as long as they stand there: ids and places alone. */
export class PublishedEvents {
  constructor(private readonly database: Database) {}

  /**
   * Noted again, an event stands where its latest copy does: an earlier one was lost. A crash that takes a note back takes the
   * cursor back, which moves after it, and the event is noted again.
   */
  async add(events: readonly PublishedEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.database.query(
      (sql) => sql`
        with noted as (
          insert into gatehouse.published_events (application, id, subject, stream_sequence)
          select * from unnest(${events.map(({ application }) => application)}::text[],
            ${events.map(({ id }) => id)}::uuid[], ${events.map(({ subject }) => subject)}::uuid[],
            ${events.map(({ streamSequence }) => String(streamSequence))}::bigint[])
          on conflict (application, id) do update set
            stream_sequence = excluded.stream_sequence, published_at = gatehouse.now()
        )
        select ${commitLater(sql)}`,
    );
  }

  /** What stands there about any of these subjects of one application. */
  async about(application: string, subjects: readonly string[]): Promise<readonly PublishedEvent[]> {
    const rows = await this.database.query<{ id: string; subject: string; stream_sequence: string }>(
      (sql) => sql`
        select id, subject, stream_sequence::text from gatehouse.published_events
        where application = ${application} and subject = any(${[...subjects]}::uuid[])`,
    );
    return rows.map((row) => ({
      application,
      id: row.id,
      subject: row.subject,
      streamSequence: Number(row.stream_sequence),
    }));
  }

  async remove(application: string, ids: readonly string[]): Promise<void> {
    await this.database.query(
      (sql) => sql`
        delete from gatehouse.published_events
        where application = ${application} and id = any(${[...ids]}::uuid[])`,
    );
  }
}

/** A day longer than the broker keeps an event. */
export const publishedEventsPurge = (database: Database, eventDays: number): AgedRowsPurge =>
  new AgedRowsPurge(database, {
    what: 'published-events',
    table: 'published_events',
    column: 'published_at',
    keepSeconds: (eventDays + 1) * 86_400,
  });
