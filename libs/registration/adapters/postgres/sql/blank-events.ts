import type { Sql } from '@gatehouse/platform/postgres';
import { personalFields } from '../../../contract/personal-fields.js';

/** By event type, what is laid over an event's data: `{"user.registered.v1": {"email": null, …}}`. */
const BLANKS = Object.fromEntries(
  Object.entries(personalFields)
    .filter(([, fields]) => fields.length > 0)
    .map(([type, fields]) => [type, Object.fromEntries(fields.map((field) => [field, null]))]),
);

/**
 * A common table expression that nulls personal data in the events of `doomed (application, id)`, also in those that a statement has
 * written for which `doomed` had to wait. Place, type and ids of the events stay, so cursors and subscribers go on as before; an
 * event without any such field is not written. It does so only if it is read.
 */
export const blankEvents = (sql: Sql) => sql`
  blanked as materialized (
    select gatehouse.blank_events(application, id, ${sql.json(BLANKS)}::jsonb) from doomed
  )`;
