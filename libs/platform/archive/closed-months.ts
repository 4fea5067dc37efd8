import type { CommandContext } from '@gatehouse/kernel';
import { audited } from '../audit.js';
import { type Cursor, cursorText, type PlacedEvent, START } from '../events/index.js';
import { type Database, decided, findServer, parseDatabaseUrl, SoleConnection } from '../postgres/index.js';

/** A part of the log that nothing is added to any more, in commit order. */
export interface ClosedMonth {
  /** Of its partition: with it months are told apart in which two were begun. */
  readonly number: string;
  /** `2026-01`, in UTC. */
  readonly month: string;
  /** Behind the last event of the month before. */
  readonly after: Cursor;
  /** The last event. */
  readonly end: Cursor;
  /** Not for readers any more; its table may still be there. */
  readonly isDropped: boolean;
}

/** A month is not archived before it has been over for so long: those who signed up in it have then activated, or not. */
const REST_DAYS = 7;
const PAGE = 5_000;

interface PlaceRow {
  readonly epoch: number;
  readonly transaction_id: string;
  readonly position: string;
}

interface MonthRow {
  readonly number: string;
  readonly month: string;
  readonly end_epoch: number | null;
  readonly end_transaction_id: string;
  readonly end_position: string;
  readonly is_due: boolean;
  readonly is_dropped: boolean;
  readonly is_there: boolean;
}

interface EventRow extends PlaceRow {
  readonly application: string;
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly data: object;
  readonly occurred_at: Date;
}

/** The months of the event log that are over. A month ends in commit order, which its partition does only nearly (docs/adr/0154). */
export class ClosedMonths {
  /** @param url of the database, not of a pooler: a partition is detached over a connection of its own, without a deadline */
  constructor(
    private readonly database: Database,
    private readonly url: string,
  ) {}

  /** Those before a month, the earliest first, of which anything is left to do. Where they end is settled by this. */
  async before(month: string): Promise<ClosedMonth[]> {
    const rows = await this.database.query<MonthRow>(
      (sql) => sql`
        select number::text, to_char(month, 'YYYY-MM') as month, end_epoch, end_transaction_id::text, end_position::text,
          month < ${`${month}-01`}::date and exists (
            select from gatehouse.log_partitions as next where next.number > this.number
              and next.opened_at < gatehouse.now() - make_interval(days => ${REST_DAYS})) as is_due,
          dropped_at is not null as is_dropped,
          to_regclass('gatehouse.event_log_' || number) is not null as is_there
        from gatehouse.log_partitions as this where opened_at is not null order by this.number`,
    );
    const months: ClosedMonth[] = [];
    let after = START;
    for (const row of rows) {
      if (!row.is_due) break;
      const end = row.end_epoch === null ? await this.#endOf(row.number, after) : endOf(row);
      if (!end) break;
      if (row.is_there) months.push({ number: row.number, month: row.month, after, end, isDropped: row.is_dropped });
      after = end;
    }
    return months;
  }

  /** Writes down where a month ends. Null while a transaction is open that could add to it. */
  async #endOf(number: string, after: Cursor): Promise<Cursor | null> {
    const row = await this.database.decide<PlaceRow>(
      (sql) => sql`
        with last as (
          select epoch, transaction_id, position from (
            (select epoch, transaction_id, position from gatehouse.event_log
              where position >= (${number}::text::bigint - 1) * 1000000000000 and position < ${number}::text::bigint * 1000000000000
              order by epoch desc, transaction_id desc, position desc limit 1)
            union all
            select ${after.epoch}::int, ${after.transactionId}::text::xid8, ${after.position}::text::bigint
          ) as place
          order by epoch desc, transaction_id desc, position desc limit 1
        ),
        noted as (
          update gatehouse.log_partitions set
            end_epoch = last.epoch, end_transaction_id = last.transaction_id, end_position = last.position
          from last
          where number = ${number}::text::bigint and end_epoch is null
            and (last.epoch < (select epoch from gatehouse.log_epoch)
              or last.transaction_id < pg_snapshot_xmin(pg_current_snapshot()))
          returning 1
        )
        ${decided(sql, sql`select epoch, transaction_id::text, position::text from last where exists (select from noted)`)}`,
    );
    return row ? cursorOf(row) : null;
  }

  /** Relays that have not read a month to its end; those of `known` that have never read anything are among them. */
  async readersBehind(end: Cursor, known: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ subscriber: string }>(
      (sql) => sql`
        select subscriber from gatehouse.relay_cursors full join unnest(${[...known]}::text[]) as named (subscriber) using (subscriber)
        where (coalesce(epoch, 0), coalesce(transaction_id, '0'), coalesce(position, 0))
          < (${end.epoch}::int, ${end.transactionId}::text::xid8, ${end.position}::text::bigint)
        order by subscriber`,
    );
    return rows.map(({ subscriber }) => subscriber);
  }

  /** How many events there are behind one place up to another. */
  async count(after: Cursor, end: Cursor): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      (sql) => sql`
        select count(*)::int as count from gatehouse.event_log as event
        where (event.epoch, event.transaction_id, event.position)
            > (${after.epoch}::int, ${after.transactionId}::text::xid8, ${after.position}::text::bigint)
          and (event.epoch, event.transaction_id, event.position)
            <= (${end.epoch}::int, ${end.transactionId}::text::xid8, ${end.position}::text::bigint)`,
    );
    return row.count;
  }

  /** The events behind one place up to another, in commit order. */
  async *read(after: Cursor, end: Cursor): AsyncGenerator<PlacedEvent, void, void> {
    for (let cursor = after; ; ) {
      const rows = await this.database.query<EventRow>(
        (sql) => sql`
          select epoch, transaction_id::text, position::text, application, id, subject, type, data, occurred_at
          from gatehouse.event_log as event
          where (event.epoch, event.transaction_id, event.position)
              > (${cursor.epoch}::int, ${cursor.transactionId}::text::xid8, ${cursor.position}::text::bigint)
            and (event.epoch, event.transaction_id, event.position)
              <= (${end.epoch}::int, ${end.transactionId}::text::xid8, ${end.position}::text::bigint)
          order by event.epoch, event.transaction_id, event.position
          limit ${PAGE}`,
      );
      for (const row of rows) yield placedEvent(row);
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      cursor = cursorOf(last);
    }
  }

  noteArchived({ number, month }: ClosedMonth, events: number, context: CommandContext): Promise<unknown> {
    const act = { act: 'events.archived', subject: month, details: { events } };
    return this.database.query(
      (sql) => sql`
        with noted as (
          update gatehouse.log_partitions set archived_at = gatehouse.now()
          where number = ${number}::text::bigint and archived_at is null returning 1
        ), ${audited(sql, context, act, 'noted')}
        select 1 from noted`,
    );
  }

  /**
   * Tells readers first that the log begins later now, then takes the partition out of it, and deletes it. None of the steps
   * makes a writer or a reader wait; interrupted, it goes on where it was.
   */
  async drop({ number, month, end }: ClosedMonth, context: CommandContext): Promise<void> {
    const act = { act: 'events.dropped', subject: month, details: { through: cursorText(end) } };
    await this.database.query(
      (sql) => sql`
        with noted as (
          update gatehouse.log_partitions set dropped_at = gatehouse.now()
          where number = ${number}::text::bigint and dropped_at is null returning 1
        ), ${audited(sql, context, act, 'noted')}
        select 1 from noted`,
    );
    const table = `gatehouse.event_log_${BigInt(number)}`;
    const connection = new SoleConnection(await findServer(parseDatabaseUrl(this.url)), 'gatehouse-archive');
    try {
      const { sql } = connection;
      const run = (text: string) => connection.whileOpen(sql.unsafe(text));
      await run('set statement_timeout = 0; set lock_timeout = 0');
      const [part] = await connection.whileOpen(
        sql<{ pending: boolean }[]>`
          select inhdetachpending as pending from pg_inherits where inhrelid = to_regclass(${table}::text)`,
      );
      if (part)
        await run(
          `alter table gatehouse.event_log detach partition ${table} ${part.pending ? 'finalize' : 'concurrently'}`,
        );
      await run(`drop table if exists ${table}`);
    } finally {
      await connection.end();
    }
  }
}

const cursorOf = ({ epoch, transaction_id, position }: PlaceRow): Cursor => ({
  epoch,
  transactionId: transaction_id,
  position,
});

const endOf = ({ end_epoch, end_transaction_id, end_position }: MonthRow): Cursor => ({
  epoch: end_epoch ?? 0,
  transactionId: end_transaction_id,
  position: end_position,
});

const placedEvent = (row: EventRow): PlacedEvent => ({
  cursor: cursorOf(row),
  application: row.application,
  id: row.id,
  subject: row.subject,
  type: row.type,
  data: row.data,
  occurredAt: row.occurred_at,
});
