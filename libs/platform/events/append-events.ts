import type { Sql } from '../postgres/index.js';

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
