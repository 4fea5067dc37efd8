import type { Sql } from '../postgres/index.js';

export interface EventToAppend {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly data: object;
}

export const EVENTS_CHANNEL = 'gatehouse_events';

/**
 * The rows of the event log that a statement writes besides its aggregate, as `select application, id, subject,
 * type, data`. Use it in the same statement, or the one may be written without the other:
 *
 *     events as (insert into gatehouse.event_log (application, id, subject, type, data) ${eventRows(…)} where …)
 */
export const eventRows = (sql: Sql, application: string, events: readonly EventToAppend[]) => sql`
  select ${application}::text as application, id, subject, type, data
  from jsonb_to_recordset(${sql.json(events as never)}) as event (id uuid, subject uuid, type text, data jsonb)`;

/** Wakes the relay when the statement commits. Only a hint: the relay polls as well. */
export const wakeRelay = (sql: Sql) => sql`pg_notify(${EVENTS_CHANNEL}, '')`;
