import type { Sql } from '@gatehouse/platform/postgres';
import { personalFields } from '../../../contract/personal-fields.js';

/** By event type, what is laid over an event's data: `{"user.registered.v1": {"email": null, …}}`. */
const BLANKS = Object.fromEntries(
  Object.entries(personalFields)
    .filter(([, fields]) => fields.length > 0)
    .map(([type, fields]) => [type, Object.fromEntries(fields.map((field) => [field, null]))]),
);

/**
 * A common table expression that nulls personal data in the events of `doomed (application, id)`. Place, type and ids of the
 * events stay, so cursors and subscribers go on as before; an event without any such field is not written.
 */
export const blankEvents = (sql: Sql) => sql`
  blanked as (
    update gatehouse.event_log as event set data = event.data || blank.value
    from doomed, jsonb_each(${sql.json(BLANKS)}::jsonb) as blank (type, value)
    where event.application = doomed.application and event.subject = doomed.id and event.type = blank.type
      and event.data ?| array(select jsonb_object_keys(blank.value))
    returning 1
  )`;
