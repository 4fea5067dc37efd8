import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import { type AuditedAct, audited } from '../audit.js';
import { keepAnswer } from '../idempotency/index.js';
import type { Sql } from '../postgres/index.js';
import { currentTraceparent } from '../tracing/index.js';

type Fragment = ReturnType<Sql>;

interface EventsOfRows {
  readonly rows: string;
  readonly event: {
    readonly id?: string;
    readonly subject?: string;
    readonly type: string;
    readonly data: object;
  };
  readonly columns: {
    readonly application?: string;
    readonly subject?: string;
    readonly data: Readonly<Record<string, string>>;
  };
}

/** What a command tells besides what it changes. */
interface CommandRecord {
  /** Another expression of the statement. Where it has no row nothing was done, and nothing is written. */
  readonly cause: string;
  /** In this order: plain ones once each, others for the rows of another expression. */
  readonly events: readonly ((NewEvent & { readonly awaits?: never }) | EventsOfRows)[];
  /**
   * For a call that may come again, if its context says so: keeps the recorded answer. Here are the columns of `cause` for
   * what the statement alone knows, by the names under which the handler recorded it.
   */
  readonly answer?: Readonly<Record<string, string>>;
}

/** `mayBeOwn`: people do it on their own account too, and then there is nothing to audit. */
type Audit = AuditedAct & { readonly mayBeOwn?: true };

/** What is needed of a context to write all but the audit entry. */
interface UnauditedContext {
  readonly application: string;
  readonly repeatable?: CommandContext['repeatable'] | undefined;
}

export interface WrittenRecord {
  /** Common table expressions, with a comma before them; nothing where there is nothing to tell. */
  readonly expressions: Fragment;
  /** A column that wakes the relays of anyone who subscribes to these events. */
  readonly wake: Fragment;
}

/**
 * An event of each row of `rows`, another expression of the statement, whose columns tell what the event awaits. One that
 * has an id is of one row at most.
 * @param columns of `rows`: the subject where the event has none, the application where it is not the command's, and the data
 */
export const eventsOfRows = <K extends string>(
  rows: string,
  event: EventsOfRows['event'] & { readonly awaits: readonly K[] },
  columns: Omit<EventsOfRows['columns'], 'data'> & { readonly data: Readonly<Record<K, string>> },
): EventsOfRows => ({ rows, event, columns });

/**
 * The parts that every command's statement shares: the answer that is kept for a call that may come again, the events, and
 * what the audit log says. Written by the statement that changes the aggregate, so that none is there without the others:
 *
 *     const record = commandRecord(sql, context, { cause: 'changed', events: [event], audit: { act, subject } });
 *     with changed as (update … returning id) ${record.expressions} select changed.id, ${record.wake} from changed
 *
 * @param context null for a statement over many applications, whose rows say whose they are
 */
export function commandRecord(
  sql: Sql,
  context: CommandContext,
  record: CommandRecord & { readonly audit?: Audit },
): WrittenRecord;
export function commandRecord(sql: Sql, context: UnauditedContext | null, record: CommandRecord): WrittenRecord;
export function commandRecord(
  sql: Sql,
  context: CommandContext | UnauditedContext | null,
  { cause, events, answer, audit }: CommandRecord & { readonly audit?: Audit },
): WrittenRecord {
  const types = new Set(events.map((event) => ('rows' in event ? event.event.type : event.type)));
  return {
    expressions: sql`
      ${answer ? keepAnswer(sql, context ?? undefined, cause, answer) : sql``}
      ${events.length > 0 ? writtenEvents(sql, context?.application ?? null, cause, events) : sql``}
      ${audit && context && 'requestId' in context ? auditEntry(sql, context, audit, cause) : sql``}`,
    wake: sql`${wakeRelay(sql, [...types])}::text`,
  };
}

function writtenEvents(sql: Sql, application: string | null, cause: string, events: CommandRecord['events']): Fragment {
  const selects: Fragment[] = [];
  let plain: NewEvent[] = [];
  const selectPlain = () => {
    if (plain.length === 0) return;
    selects.push(sql`
      select event.* from (${eventRows(sql, application, plain)}) as event where exists (select 1 from ${sql(cause)})`);
    plain = [];
  };
  for (const event of events) {
    if (!('rows' in event)) {
      plain.push(event);
      continue;
    }
    selectPlain();
    selects.push(selectOfRows(sql, application, event));
  }
  selectPlain();
  const all = selects.reduce((others, each) => sql`${others} union all ${each}`);
  const trace = currentTraceparent();
  return sql`,
    events as (
      insert into gatehouse.event_log (application, id, subject, type, data ${trace === undefined ? sql`` : sql`, trace_context`})
      ${trace === undefined ? all : sql`select written.*, ${trace}::text from (${all}) as written`}
      returning 1
    )`;
}

function selectOfRows(sql: Sql, application: string | null, { rows, event, columns }: EventsOfRows): Fragment {
  const column = (name: string) => sql(`${rows}.${name}`);
  const told = Object.entries(columns.data)
    .map(([name, of]) => sql`${column(of)} as ${sql(name)}`)
    .reduce((others, each) => sql`${others}, ${each}`);
  return sql`
    select ${columns.application === undefined ? sql`${application}::text` : column(columns.application)},
      ${event.id === undefined ? sql`gen_random_uuid()` : sql`${event.id}::uuid`},
      ${columns.subject === undefined ? sql`${event.subject ?? null}::uuid` : column(columns.subject)},
      ${event.type}::text, ${sql.json(event.data as never)}::jsonb || to_jsonb(told)
    from ${sql(rows)}, lateral (select ${told}) as told`;
}

function auditEntry(sql: Sql, context: CommandContext, { mayBeOwn, ...act }: Audit, cause: string): Fragment {
  if (mayBeOwn && !context.administrator) return sql``;
  return sql`, ${audited(sql, context, act, cause)}`;
}

export interface EventToAppend {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly data: object;
}

export const EVENTS_CHANNEL = 'gatehouse_events';

/** Rows of the event log, as `select application, id, subject, type, data`: statements write them by `commandRecord`. */
export const eventRows = (sql: Sql, application: string | null, events: readonly EventToAppend[]) => sql`
  select ${application}::text as application, id, subject, type, data
  from jsonb_to_recordset(${sql.json(events as never)}) as event (id uuid, subject uuid, type text, data jsonb)`;

/**
 * Wakes the relays when the statement commits. Only a hint: they poll as well.
 * @param types of the events written: relays of subscribers to none of them sleep on; absent: all wake
 */
export const wakeRelay = (sql: Sql, types: readonly string[] = []) =>
  sql`pg_notify(${EVENTS_CHANNEL}, ${types.join(' ')})`;

/** Whether a notification tells of any of these types. */
export const concernsAny = (payload: string, types: readonly string[] | 'all'): boolean =>
  payload === '' || types === 'all' || payload.split(' ').some((type) => types.includes(type));
