import type { Sql } from 'postgres';
import { APPLICATION } from '../deployment/deployment.ts';
import { type Call, type History, isDone } from '../history/history.ts';
import type * as Row from './rows.ts';
import { type Trace, tracesOf } from './traces.ts';

/** What is left when everything has come to rest: the database's rows, and the history with its indexes. */
export interface Evidence {
  readonly history: History;
  readonly users: ReadonlyMap<string, Row.User>;
  readonly codes: ReadonlyMap<string, Row.Code>;
  readonly deliveries: ReadonlyMap<string, Row.Delivery>;
  /** In the order of the log. */
  readonly events: readonly Row.Event[];
  readonly notices: readonly Row.Notice[];
  readonly sessions: ReadonlyMap<string, Row.Session>;
  readonly changes: readonly Row.Change[];
  readonly webhookDeliveries: readonly Row.WebhookDelivery[];
  readonly throttles: readonly Row.Throttle[];
  readonly cursors: readonly Row.Cursor[];
  /** Where any table has the id or the address of somebody who has been erased. */
  readonly traces: readonly Trace[];
  /** By operation. */
  readonly calls: ReadonlyMap<string, readonly Call[]>;
  readonly usersByEmail: ReadonlyMap<string, readonly Row.User[]>;
  readonly eventsByType: ReadonlyMap<string, readonly Row.Event[]>;
  /** On the broker, as the stream keeps it. */
  readonly stream: readonly { readonly seq: number; readonly text: string }[];
  /** The version of nats-server. */
  readonly broker: string;
  /** Ids of durable commands that were given up. */
  readonly dead: ReadonlyMap<string, string>;
  /** What had not come to rest, by its name. */
  readonly unsettled: Readonly<Record<string, number>>;
  /** What the processes have logged. */
  readonly logs: ReadonlyMap<string, string>;
  /** By the database's clock, in milliseconds since 1970. */
  readonly now: number;
}

export type Outside = Pick<Evidence, 'stream' | 'broker' | 'dead' | 'logs' | 'unsettled'>;

export async function readEvidence(sql: Sql, history: History, outside: Outside): Promise<Evidence> {
  const mine = sql`application = ${APPLICATION}`;
  const users = await sql<Row.User[]>`
    select id, state, email, name, phone, password_hash, created_at, activated_at, erased_at, phone_verified_at, import_id,
      import_line from gatehouse.users where ${mine}`;
  const codes = await sql<Row.Code[]>`select * from gatehouse.activation_codes where ${mine}`;
  const deliveries = await sql<Row.Delivery[]>`select * from gatehouse.deliveries where ${mine}`;
  const events = await sql<Row.Event[]>`
    select id, subject, type, data, occurred_at, epoch, transaction_id::text, position::text from gatehouse.event_log as log
    where ${mine} order by log.epoch, log.transaction_id, log.position`;
  const notices = await sql<Row.Notice[]>`select * from gatehouse.notices where ${mine}`;
  const sessions = await sql<Row.Session[]>`
    select id, user_id, revoked_at, created_at from gatehouse.sessions where ${mine}`;
  const changes = await sql<Row.Change[]>`select * from gatehouse.email_changes where ${mine}`;
  const webhookDeliveries = await sql<Row.WebhookDelivery[]>`select * from gatehouse.webhook_deliveries where ${mine}`;
  const throttles = await sql<Row.Throttle[]>`select bucket, key from gatehouse.throttles where ${mine}`;
  const cursors = await sql<Row.Cursor[]>`
    select subscriber, epoch, transaction_id::text, position::text,
      (cursor.epoch, cursor.transaction_id, cursor.position) <=
        coalesce((select (log.epoch, log.transaction_id, log.position) from gatehouse.event_log as log
          order by log.epoch desc, log.transaction_id desc, log.position desc limit 1), (0, '0'::xid8, 0::bigint))
        as is_within
    from gatehouse.relay_cursors as cursor`;
  const gone = users.filter(({ state }) => state === 'erased').map(({ id }) => id);
  const addresses = history.calls
    .filter((call) => call.op === 'erase' && isDone(call))
    .map(({ about }) => about['email']);
  const traces = await tracesOf(sql, [...gone, ...addresses.filter((one) => one !== undefined)]);
  const [clock] = await sql<{ now: Date }[]>`select gatehouse.now() as now`;
  return {
    history,
    users: byId(users),
    codes: byId(codes),
    deliveries: byId(deliveries),
    events,
    notices,
    sessions: byId(sessions),
    changes,
    webhookDeliveries,
    throttles,
    cursors,
    traces,
    calls: Map.groupBy(history.calls, ({ op }) => op),
    usersByEmail: Map.groupBy(users, ({ email }) => email ?? ''),
    eventsByType: Map.groupBy(events, ({ type }) => type),
    ...outside,
    now: clock?.now.getTime() ?? Date.now(),
  };
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

/** Calls of these operations that were done, as their clients were told. */
export const done = ({ calls }: Evidence, ...ops: readonly string[]): Call[] =>
  ops.flatMap((op) => calls.get(op) ?? []).filter(isDone);

/** Whether one was asked for when the other had been answered. */
export const isAfter = (later: Call, earlier: Call): boolean =>
  later.askedAt > (earlier.answeredAt ?? Number.POSITIVE_INFINITY);
