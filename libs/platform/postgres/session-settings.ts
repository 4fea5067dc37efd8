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
