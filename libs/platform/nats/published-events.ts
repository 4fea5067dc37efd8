import { AgedRowsPurge } from '../jobs/index.js';
import type { Database } from '../postgres/index.js';

export interface PublishedEvent {
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

  /** Noted again, an event stands where its latest copy does: an earlier one was lost. */
  async add(events: readonly PublishedEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.database.query(
      (sql) => sql`
        insert into gatehouse.published_events (application, id, subject, stream_sequence)
        select * from unnest(${events.map(({ application }) => application)}::text[],
          ${events.map(({ id }) => id)}::uuid[], ${events.map(({ subject }) => subject)}::uuid[],
          ${events.map(({ streamSequence }) => String(streamSequence))}::bigint[])
        on conflict (application, id) do update set
          stream_sequence = excluded.stream_sequence, published_at = gatehouse.now()`,
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
