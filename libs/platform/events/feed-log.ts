import type { RecordedEvent } from '@gatehouse/kernel';
import { type Database, decided, onceConfirmed, type Sql } from '../postgres/index.js';
import { type Cursor, isBefore, START } from './cursor.js';
import type { LookOutcome } from './poller.js';

/** An event with its place: anyone who reads on from there misses nothing. */
export interface PlacedEvent extends RecordedEvent {
  readonly cursor: Cursor;
}

export interface FeedPage {
  readonly events: readonly PlacedEvent[];
  /** Where to read on: behind the last event that was looked at, of whatever type. */
  readonly cursor: Cursor;
  /** There is more already. */
  readonly more: boolean;
  /** Behind which the log begins, if the place that was asked for lies before that. There are no events then. */
  readonly beginning?: Cursor;
}

/** What a follower wants. */
export interface FeedQuery {
  readonly application: string;
  /** Null: all of them. */
  readonly types: readonly string[] | null;
  /** Most events of a page. */
  readonly limit: number;
}

export interface TailRead extends Pick<LookOutcome, 'heldBack' | 'full'> {
  readonly events: readonly PlacedEvent[];
}

/** Events that a page looks at: those of rare types are not worth a page each that is empty. */
const SCANNED = 2_000;

interface PlacedRow {
  readonly epoch: number;
  readonly transaction_id: string;
  readonly position: string;
  readonly application: string;
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly data: object;
  readonly occurred_at: Date;
}

interface FeedRow extends PlacedRow {
  readonly scanned: number;
  readonly begin_epoch: number | null;
  readonly begin_transaction_id: string;
  readonly begin_position: string;
  readonly end_epoch: number | null;
  readonly end_transaction_id: string;
  readonly end_position: string;
}

/**
 * The event log as subscribers read it: settled events alone, whose place can have no earlier one appear before it. A
 * replica would do, but its news come without a notification and late.
 */
export class FeedLog {
  constructor(private readonly database: Database) {}

  /** What stands behind a place, of one application; from the start it is what is left of the log. */
  async read(query: FeedQuery, place: Cursor): Promise<FeedPage> {
    const { application, types, limit } = query;
    const after = isBefore(START, place) ? place : await this.beginning();
    const most = types === null ? limit : SCANNED;
    const rows = await this.database.query<FeedRow>(
      (sql) => sql`
        with beginning as materialized (${logBeginning(sql)}),
        scanned as materialized (
          select event.* from gatehouse.event_log as event
          where event.application = ${application} and ${isBehind(sql, after)} and ${isSettled(sql)}
          order by event.epoch, event.transaction_id, event.position
          limit ${most}
        ),
        wanted as (
          select * from scanned where ${types === null}::boolean or type = any(${types ?? []}::text[])
          order by epoch, transaction_id, position
          limit ${limit}
        )
        select (select count(*)::int from scanned) as scanned, beginning.epoch as begin_epoch,
          beginning.transaction_id::text as begin_transaction_id, beginning.position::text as begin_position,
          last.epoch as end_epoch, last.transaction_id::text as end_transaction_id, last.position::text as end_position,
          ${placed(sql, 'wanted')}, case when last.epoch is not null then ${onceConfirmed(sql)} end as confirmed
        from (select) as always
        left join beginning on (beginning.epoch, beginning.transaction_id, beginning.position)
          > (${after.epoch}::int, ${after.transactionId}::text::xid8, ${after.position}::text::bigint)
        left join (select * from scanned order by epoch desc, transaction_id desc, position desc limit 1) as last on true
        left join wanted on true
        order by wanted.epoch, wanted.transaction_id, wanted.position`,
    );
    const [first] = rows;
    if (first && first.begin_epoch !== null) {
      const { begin_epoch: epoch, begin_transaction_id: transactionId, begin_position: position } = first;
      return { events: [], cursor: after, more: false, beginning: { epoch, transactionId, position } };
    }
    if (!first || first.end_epoch === null) return { events: [], cursor: after, more: false };
    const events = rows.filter(({ id }) => (id as string | null) !== null).map(placedEvent);
    const end = { epoch: first.end_epoch, transactionId: first.end_transaction_id, position: first.end_position };
    const isCut = events.length === limit;
    const cursor = isCut ? (events.at(-1)?.cursor ?? end) : end;
    return { events, cursor, more: first.scanned === most || (isCut && cursor.position !== end.position) };
  }

  /** What stands behind a place, of every application. */
  async readAll(after: Cursor, limit: number): Promise<TailRead> {
    const rows = await this.database.query<PlacedRow & { settled: boolean }>(
      (sql) => sql`
        select ${placed(sql, 'event')}, ${isSettled(sql)} as settled, ${onceConfirmed(sql)} as confirmed
        from gatehouse.event_log as event
        where ${isBehind(sql, after)}
        order by event.epoch, event.transaction_id, event.position
        limit ${limit}`,
    );
    const settled = rows.filter((row) => row.settled);
    return {
      events: settled.map(placedEvent),
      heldBack: settled.length < rows.length,
      full: settled.length === limit,
    };
  }

  /** Behind which the log begins: earlier events are archived. The start where none is. */
  async beginning(): Promise<Cursor> {
    const row = await this.database.decide<Pick<PlacedRow, 'epoch' | 'transaction_id' | 'position'>>(
      (sql) => sql`
        ${decided(sql, sql`select epoch, transaction_id::text, position::text from (${logBeginning(sql)}) as beginning`)}`,
    );
    return row ? cursorOf(row) : START;
  }

  /** The time since when the log has every event: earlier ones are archived. Null where none is. */
  async beginsAt(): Promise<Date | null> {
    const row = await this.database.one<{ time: Date | null }>(
      (sql) => sql`
        select (
          select opened_at from gatehouse.log_partitions
          where opened_at is not null and number > (select max(number) from gatehouse.log_partitions where dropped_at is not null)
          order by number limit 1
        ) as time`,
    );
    return row.time;
  }

  /** The place behind all that is settled by now. */
  async end(): Promise<Cursor> {
    const row = await this.database.decide<PlacedRow>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select ${placed(sql, 'event')} from gatehouse.event_log as event
        where ${isSettled(sql)}
        order by event.epoch desc, event.transaction_id desc, event.position desc
        limit 1`,
        )}`,
    );
    return row ? cursorOf(row) : START;
  }
}

/** A month ends in commit order; readers are told before its events go, so nobody misses any silently. */
const logBeginning = (sql: Sql) => sql`
  select end_epoch as epoch, end_transaction_id as transaction_id, end_position as position
  from gatehouse.log_partitions where dropped_at is not null order by number desc limit 1`;

const isBehind = (sql: Sql, { epoch, transactionId, position }: Cursor) => sql`
  (event.epoch, event.transaction_id, event.position)
    > (${epoch}::int, ${transactionId}::text::xid8, ${position}::text::bigint)`;

/** No transaction that could still commit is older. Holds for a row's predecessors too. */
const isSettled = (sql: Sql) => sql`
  (event.epoch < (select epoch from gatehouse.log_epoch)
    or event.transaction_id < pg_snapshot_xmin(pg_current_snapshot()))`;

const placed = (sql: Sql, from: string) => sql`
  ${sql(from)}.epoch, ${sql(from)}.transaction_id::text, ${sql(from)}.position::text, ${sql(from)}.application,
  ${sql(from)}.id, ${sql(from)}.subject, ${sql(from)}.type, ${sql(from)}.data, ${sql(from)}.occurred_at`;

const cursorOf = ({
  epoch,
  transaction_id,
  position,
}: Pick<PlacedRow, 'epoch' | 'transaction_id' | 'position'>): Cursor => ({
  epoch,
  transactionId: transaction_id,
  position,
});

const placedEvent = (row: PlacedRow): PlacedEvent => ({
  cursor: cursorOf(row),
  application: row.application,
  id: row.id,
  subject: row.subject,
  type: row.type,
  data: row.data,
  occurredAt: row.occurred_at,
});
