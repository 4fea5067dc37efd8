import { eventRows } from '@gatehouse/platform/events';
import type { Sql } from '@gatehouse/platform/postgres';
import type { WebhooksEvent } from '../../contract/events.js';

export interface EventOfWebhook {
  readonly id: string;
  readonly webhookId: string;
  readonly type: WebhooksEvent['type'];
  /** What it says besides whose it is. */
  readonly more?: object;
}

/** The common table expression that writes an event of a webhook where `cause`, another one, has a row. */
export const webhookEvent = (
  sql: Sql,
  application: string,
  { id, webhookId, type, more = {} }: EventOfWebhook,
  cause: string,
) => sql`
  events as (
    insert into gatehouse.event_log (application, id, subject, type, data)
    select event.* from (${eventRows(sql, application, [
      { id, subject: webhookId, type, data: { webhookId, ...more } },
    ])}) as event
    where exists (select 1 from ${sql(cause)})
    returning 1
  )`;
