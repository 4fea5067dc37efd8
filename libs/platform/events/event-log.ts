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
  /** Null, with the rest of the place, where no settled row was read. */
  readonly end_epoch: number | null;
  readonly end_transaction_id: string;
  readonly end_position: string;
  readonly settled: number;
  readonly held_back: boolean;
  readonly events: readonly EventValues[] | null;
}

/** An event as the database writes it into the one text that it answers: without names, and its time as RFC 3339. */
type EventValues = readonly [
  id: string,
  application: string,
  subject: string,
  type: string,
  data: object,
  occurredAt: string,
  trace: string | null,
];

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

  /**
   * One row with all events in one text: to take a row and its columns apart for each costs several times as much. Events that
   * nobody has asked for stay in the database: most subscribers want few of those they pass.
   */
  async #read(
    cursor: (sql: Sql) => ReturnType<Sql>,
    types: readonly string[] | 'all',
    limit: number,
  ): Promise<LogBatch> {
    const row = await this.database.one<LogRow>(
      (sql) => sql`
        with cursor as (${cursor(sql)}),
        log as materialized (
          select event.* from cursor cross join lateral (
            select event.*, event.epoch < (select epoch from gatehouse.log_epoch)
              or event.transaction_id < pg_snapshot_xmin(pg_current_snapshot()) as settled
            from gatehouse.event_log as event
            where (event.epoch, event.transaction_id, event.position)
              > (cursor.epoch, cursor.transaction_id, cursor.position)
            order by event.epoch, event.transaction_id, event.position
            limit ${limit}
          ) as event
        ),
        wanted as (
          select count(*) as found, count(*) filter (where settled) as settled,
            json_agg(
              json_build_array(id, application, subject, type, data, occurred_at, trace_context)
              order by epoch, transaction_id, position
            ) filter (
              where settled and (${types === 'all'} or type = any(${types === 'all' ? [] : [...types]}::text[]))
            ) as events
          from log
        ),
        last as (
          select epoch, transaction_id, position from log where settled
          order by epoch desc, transaction_id desc, position desc limit 1
        )
        select cursor.epoch as cursor_epoch, cursor.transaction_id::text as cursor_transaction_id,
          cursor.position::text as cursor_position,
          last.epoch as end_epoch, last.transaction_id::text as end_transaction_id, last.position::text as end_position,
          wanted.settled::int, wanted.found > wanted.settled as held_back, wanted.events,
          case when wanted.found > 0 then ${onceConfirmed(sql)} end as confirmed
        from cursor cross join wanted left join last on true`,
      this.looks,
    );
    return {
      cursor: { epoch: row.cursor_epoch, transactionId: row.cursor_transaction_id, position: row.cursor_position },
      events: row.events?.map(recorded) ?? [],
      end:
        row.end_epoch === null
          ? null
          : { epoch: row.end_epoch, transactionId: row.end_transaction_id, position: row.end_position },
      heldBack: row.held_back,
      full: row.settled === limit,
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

const recorded = ([id, application, subject, type, data, occurredAt, trace]: EventValues): RecordedEvent => ({
  id,
  application,
  subject,
  type,
  data,
  occurredAt: new Date(occurredAt),
  ...(trace !== null && { trace }),
});
