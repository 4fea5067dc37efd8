import type { Sql } from '@gatehouse/platform/postgres';
import type { MessageOutcome } from '../../../application/ports/codes.js';
import { inOrder } from './dispatch-code.js';
import { notifyStatusWatchers } from './postgres-status-watch.js';

/** What a code's message has come to, the weakest first: none takes the place of a stronger one. */
const ORDER = ['sent', 'delivered', 'bounced'];

/** Notes what has become of codes' messages, and wakes who waits for it. Guarded by what is known of each. */
export const outcomesStatement = (sql: Sql, application: string, outcomes: readonly MessageOutcome[]) => sql`
  with told as materialized (
    select distinct on (told.id) ${application}::text as application, told.id::uuid as id, told.state, told.reason
    from unnest(${outcomes.map(({ codeId }) => codeId)}::text[], ${outcomes.map(({ state }) => state)}::text[],
      ${outcomes.map(({ reason }) => reason)}::text[]) as told (id, state, reason)
    order by told.id, array_position(${ORDER}::text[], told.state) desc
  ),
  ${inOrder(sql, sql`told`)},
  changed as (
    update gatehouse.activation_codes as code set outcome = told.state, outcome_reason = told.reason
    from locked join told using (application, id)
    where code.application = locked.application and code.id = locked.id
      and coalesce(array_position(${ORDER}::text[], code.outcome), 0) < array_position(${ORDER}::text[], told.state)
    returning code.user_id
  )
  select count(notified) from (select ${notifyStatusWatchers(sql, sql`user_id`)}::text as notified from changed) as watchers`;
