import type { Sql } from '@gatehouse/platform/postgres';
import { LOSSES } from '../../../domain/message/delivery.js';

/** pg-boss' own queue for the jobs of messages that were given up. */
export const DEAD_JOBS = 'deliver-message.dead';

/** Whether a row `message` of the deliveries is a dead letter. The first condition is the index's. */
export const isDeadLetter = (sql: Sql) => sql`
  (message.failed_at is not null and message.state = 'failed' and message.dropped_at is null
    and message.failure = any(${[...LOSSES]}::text[]))`;

/** A common table expression that takes the jobs of `handled (id)` out of pg-boss' dead-letter queue. */
export const forgetDeadJobs = (sql: Sql) => sql`
  forgotten as (
    delete from pgboss.job as job using handled
    where job.name = ${DEAD_JOBS} and job.data ->> 'eventId' = handled.id::text
    returning 1
  )`;
