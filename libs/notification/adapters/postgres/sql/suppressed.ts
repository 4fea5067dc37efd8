import type { Sql } from '@gatehouse/platform/postgres';
import { SUPPRESSING } from '../../../domain/message/outcome.js';

/**
 * Puts the recipients of messages on the list of those that nothing is sent to, where an outcome is a reason for it. A
 * bounce takes the place of a complaint, since even less is sent after it.
 * @param source has `application, id, user_id, channel, provider, recipient_key, outcome, reason`
 */
export const suppressed = (sql: Sql, source: ReturnType<Sql>) => sql`
  suppressed as (
    insert into gatehouse.suppressions as known
      (application, recipient_key, channel, cause, reason, provider, message_id, user_id)
    select distinct on (application, recipient_key)
      application, recipient_key, channel, cause, reason, provider, id, user_id
    from (select *, ${sql.json(SUPPRESSING)}::jsonb ->> outcome as cause from ${source}) as told
    where cause is not null and recipient_key is not null
    order by application, recipient_key, cause
    on conflict (application, recipient_key) do update set cause = excluded.cause, reason = excluded.reason
      where known.cause > excluded.cause
    returning 1
  )`;
