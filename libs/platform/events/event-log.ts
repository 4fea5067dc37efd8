import type { RecordedEvent } from '@gatehouse/kernel';
import { commitLater, type Database, decided, onceConfirmed, type QueryOptions, type Sql } from '../postgres/index.js';
import type { Cursor } from './cursor.js';

export interface LogBatch {
  readonly cursor: Cursor;
  readonly events: readonly RecordedEvent[];
  /** Place of the last row read, of whatever type; null when there was none. */
  readonly end: Cursor | null;
  /** More rows are there already, but an older transaction is still open. */
  readonly heldBack: boolean;
  /** As many rows as asked for: there may be more. */
  readonly full: boolean;
}

interface LogRow {
  readonly cursor_epoch: number;
  readonly cursor_transaction_id: string;
  readonly cursor_position: string;
  readonly epoch: number | null;
  readonly transaction_id: string;
  readonly position: string;
  readonly settled: boolean;
  /** Null, with all that follows, where nobody has asked for an event of its type. */
  readonly id: string | null;
  readonly application: string;
  readonly subject: string;
  readonly type: string;
  readonly data: object;
  readonly occurred_at: Date;
  readonly trace_context: string | null;
}

export class EventLog {
  /** @param looks how long a look or a move of a cursor may take; as long as any other statement, by default */
  constructor(
    private readonly database: Database,
    private readonly looks: QueryOptions = {},
  ) {}

  /** Reads the rows after a subscriber's cursor, as far as commit order is settled. */
  readAfterCursor(subscriber: string, types: readonly string[] | 'all', limit: number): Promise<LogBatch> {
    return this.#read(
      (sql) => sql`
          select coalesce(max(epoch), 0) as epoch, coalesce(max(transaction_id::text::bigint), 0)::text::xid8 as transaction_id,
            coalesce(max(position), 0) as position
          from gatehouse.relay_cursors where subscriber = ${subscriber}`,
      types,
      limit,
    );
  }

  /** The same after a place to which the subscriber's cursor is yet to be moved. */
  readAfter(place: Cursor, types: readonly string[] | 'all', limit: number): Promise<LogBatch> {
    return this.#read(
      (sql) => sql`
          select ${place.epoch}::integer as epoch, ${place.transactionId}::text::xid8 as transaction_id,
            ${place.position}::text::bigint as position`,
      types,
      limit,
    );
  }

  /** Of events that nobody has asked for, only the places leave the database: most subscribers want few of those they pass. */
  async #read(
    cursor: (sql: Sql) => ReturnType<Sql>,
    types: readonly string[] | 'all',
    limit: number,
  ): Promise<LogBatch> {
    const rows = await this.database.query<LogRow>(
      (sql) => sql`
        with cursor as (${cursor(sql)})
        select cursor.epoch as cursor_epoch, cursor.transaction_id::text as cursor_transaction_id,
          cursor.position::text as cursor_position,
          log.epoch, log.transaction_id::text, log.position::text, log.settled,
          case when log.wanted then log.id end as id, case when log.wanted then log.application end as application,
          case when log.wanted then log.subject end as subject, case when log.wanted then log.type end as type,
          case when log.wanted then log.data end as data, case when log.wanted then log.occurred_at end as occurred_at,
          case when log.wanted then log.trace_context end as trace_context,
          case when log.epoch is not null then ${onceConfirmed(sql)} end as confirmed
        from cursor left join lateral (
          select event.*, event.epoch < (select epoch from gatehouse.log_epoch)
            or event.transaction_id < pg_snapshot_xmin(pg_current_snapshot()) as settled,
            ${types === 'all'} or event.type = any(${types === 'all' ? [] : [...types]}::text[]) as wanted
          from gatehouse.event_log as event
          where (event.epoch, event.transaction_id, event.position)
            > (cursor.epoch, cursor.transaction_id, cursor.position)
          order by event.epoch, event.transaction_id, event.position
          limit ${limit}
        ) as log on true
        order by log.epoch, log.transaction_id, log.position`,
      this.looks,
    );
    const [first] = rows;
    if (!first) throw new Error('A select from an aggregate answered no row');
    const found = rows.filter(({ epoch }) => epoch !== null);
    const unsettled = found.findIndex(({ settled }) => !settled);
    const settled = unsettled < 0 ? found : found.slice(0, unsettled);
    const last = settled.at(-1);
    return {
      cursor: {
        epoch: first.cursor_epoch,
        transactionId: first.cursor_transaction_id,
        position: first.cursor_position,
      },
      events: settled.filter((row): row is LogRow & { readonly id: string } => row.id !== null).map(recorded),
      end: last ? { epoch: last.epoch as number, transactionId: last.transaction_id, position: last.position } : null,
      heldBack: unsettled >= 0,
      full: settled.length === limit,
    };
  }

  /** How long the oldest event after each subscriber's cursor has waited, in seconds, of whatever type; 0: there is none. */
  async waitingSeconds(subscribers: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ subscriber: string; seconds: number }>(
      (sql) => sql`
        with cursor as (
          select subscriber, coalesce(max(epoch), 0) as epoch,
            coalesce(max(transaction_id::text::bigint), 0)::text::xid8 as transaction_id,
            coalesce(max(position), 0) as position
          from unnest(${[...subscribers]}::text[]) as named (subscriber) left join gatehouse.relay_cursors using (subscriber)
          group by subscriber
        )
        select subscriber, greatest(0, coalesce(extract(epoch from gatehouse.now() - log.occurred_at), 0))::float8 as seconds
        from cursor left join lateral (
          select occurred_at from gatehouse.event_log as event
          where (event.epoch, event.transaction_id, event.position)
            > (cursor.epoch, cursor.transaction_id, cursor.position)
          order by event.epoch, event.transaction_id, event.position
          limit 1
        ) as log on true`,
    );
    return new Map(rows.map(({ subscriber, seconds }) => [subscriber, seconds]));
  }

  /** Moves a subscriber's cursor, which a crash may move back a little; false when somebody else has moved it since it was read. */
  async moveCursor(subscriber: string, from: Cursor, to: Cursor): Promise<boolean> {
    const done = await this.database.decide(
      (sql) => sql`
        with done as (
          insert into gatehouse.relay_cursors as cursor (subscriber, epoch, transaction_id, position)
          values (${subscriber}, ${to.epoch}, ${to.transactionId}::text::xid8, ${to.position}::text::bigint)
          on conflict (subscriber) do update set
            epoch = excluded.epoch, transaction_id = excluded.transaction_id, position = excluded.position,
            moved_at = gatehouse.now()
          where cursor.epoch = ${from.epoch} and cursor.transaction_id = ${from.transactionId}::text::xid8
            and cursor.position = ${from.position}::text::bigint
          returning ${commitLater(sql)}
        )
        ${decided(sql, sql`select * from done`)}`,
      this.looks,
    );
    return done !== null;
  }
}

const recorded = (row: LogRow & { readonly id: string }): RecordedEvent => ({
  id: row.id,
  application: row.application,
  subject: row.subject,
  type: row.type,
  data: row.data,
  occurredAt: row.occurred_at,
  ...(row.trace_context !== null && { trace: row.trace_context }),
});
