import type { Socket } from 'node:net';
import postgres from 'postgres';
import { type DatabaseAddress, parseDatabaseUrl } from './database-url.js';
import { openSocket } from './open-socket.js';

type SessionSettings = Readonly<Record<string, string | number | boolean>>;
type Options = Omit<NonNullable<Parameters<typeof postgres>[1]>, 'connection' | 'ssl' | 'host' | 'port'> & {
  readonly connection?: SessionSettings;
  /** Through a pooler in transaction mode: no prepared statements, and only the settings that it passes on. */
  readonly isPooled?: boolean;
  /** Opens the sockets in place of `openSocket`. The driver has this option, its types do not. */
  readonly socket?: () => Promise<Socket>;
};

/** An idle peer is asked whether it is there after so many seconds. The driver would set its own, a minute. */
const KEEPALIVE_SECONDS = 5;

/**
 * Opens a pool, as the driver does, on a URL as libpq reads it (a Unix socket costs about half of what TCP over loopback
 * does, docs/adr/0037). Every session says itself what our statements depend on, and both sides ask whether the other is
 * there. Which server, and TLS, are decided before the driver sees the connection: its own reading of URLs is another
 * (docs/adr/0055).
 * @throws DatabaseUrlFault
 */
export function connect(url: string, options: Options): postgres.Sql {
  return connectTo(parseDatabaseUrl(url), options);
}

export function connectTo(address: DatabaseAddress, { connection, isPooled, ...options }: Options): postgres.Sql {
  const { places, user, password, database, settings } = address;
  const session: SessionSettings = isPooled
    ? { ...passedOn, application_name: connection?.['application_name'] ?? 'gatehouse', ...settings }
    : { ...sessionSettings, ...peerTimeouts, ...connection, ...settings };
  const never = new AbortController().signal;
  // The driver has these, its types do not: more than one host, and a socket of one's own.
  const untyped = {
    host: places.map(({ host }) => host),
    port: places.map(({ port }) => port),
    keep_alive: KEEPALIVE_SECONDS,
    socket: async () => (await openSocket(address, 0, never)).socket,
    ...options,
    ...(isPooled && { prepare: false }),
  };
  return postgres({
    ...(untyped as object),
    ssl: false,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    connection: session as Partial<postgres.ConnectionParameters>,
  });
}

/**
 * What our statements depend on, said by every session itself: the role, the database or the server may have set them
 * otherwise. Whether the session may write is not among them: who has made a database read-only wants it so.
 */
export const sessionSettings = {
  // The driver reads and writes times, intervals and bytes in these forms alone, and so do the statements.
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  // Times that the database writes into JSON, events above all, are in UTC.
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  array_nulls: 'on',
  standard_conforming_strings: 'on',
  transform_null_equals: 'off',
  // Guarded statements wait for each other and look again; above this level they would fail instead.
  default_transaction_isolation: 'read committed',
  row_security: 'on',
  // Our names are qualified; those of PostgreSQL itself must come before any schema's.
  search_path: 'public',
  // Each pool gives statements a time of its own, which covers their waiting for locks, and its connections rest.
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
} as const satisfies Readonly<Record<string, string>>;

/** What PgBouncer keeps for each of its clients, besides the name and the encoding. */
const { DateStyle, TimeZone, standard_conforming_strings } = sessionSettings;
const passedOn = { DateStyle, TimeZone, standard_conforming_strings };

/** What the sessions of a pooler must have by themselves, by their role or its `connect_query`: all are PostgreSQL's defaults. */
export function expectedOfPooler(): Readonly<Record<string, string>> {
  const { search_path, statement_timeout, lock_timeout, ...expected } = sessionSettings;
  return expected;
}

/**
 * Server settings of every connection. All statements of this service find their rows by key, and run thousands of
 * times a minute: each is planned once per connection, for whatever its parameters are, and along an index. Left to
 * itself the planner would read through tables that were still small when it made the plan, by scan or by join, and
 * keep the plan while they grow.
 * Without scans, costs are no measure for compiling to machine code, which would take longer than any statement.
 */
export const keyedLookups = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
  // What is left, which a role may have switched off.
  enable_indexscan: 'on',
  enable_indexonlyscan: 'on',
  enable_bitmapscan: 'on',
  enable_nestloop: 'on',
  join_collapse_limit: '8',
  from_collapse_limit: '8',
} as const;

/**
 * Settings by which the server finds out that this process is gone though nothing closed the connection, and lets go of its
 * locks: TCP keepalive and the time that sent bytes may stay unconfirmed. Over a Unix socket they mean nothing.
 * Our own side has keepalive and a deadline for each statement: Node cannot set TCP_USER_TIMEOUT.
 */
const peerTimeouts = {
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '15s',
} as const;
