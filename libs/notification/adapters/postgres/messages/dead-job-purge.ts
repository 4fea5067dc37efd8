import { type Purge, untilNoneLeft } from '@gatehouse/platform/jobs';
import type { Database } from '@gatehouse/platform/postgres';
import { DEAD_JOBS, isDeadLetter } from './postgres-dead-letters.js';

/**
 * Keeps pg-boss' dead-letter queue and the deliveries of one mind, whatever a crash has left between them:
 *
 * - a job that died with its workers, again and again, leaves a delivery that no worker works on: past its deadline it
 *   is given up, and so a dead letter;
 * - a dead job whose delivery is no dead letter, or none any more, goes.
 *
 * Jobs of the last hour are left alone: their delivery may be just about to be written.
 */
export class DeadJobPurge implements Purge {
  readonly what = 'dead-jobs';

  constructor(private readonly database: Database) {}

  async *batches(size: number): AsyncIterable<number> {
    await this.#giveUp(size);
    yield* untilNoneLeft(size, (limit) => this.#remove(limit));
  }

  async #giveUp(limit: number): Promise<void> {
    await this.database.query(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        stuck as materialized (
          select message.application, message.id
          from pgboss.job as job
          join gatehouse.deliveries as message on message.application = job.data ->> 'application'
            and message.id = (job.data ->> 'eventId')::uuid
            and message.round = coalesce((job.data ->> 'round')::int, 0)
          where job.name = ${DEAD_JOBS} and message.state in ('queued', 'sending')
            and message.deadline < (select now - interval '1 hour' from clock)
          limit ${limit}
          for update of message skip locked
        )
        update gatehouse.deliveries as message set
          state = 'failed', failure = 'deadline-passed', failed_at = gatehouse.now()
        from stuck
        where message.application = stuck.application and message.id = stuck.id`,
    );
  }

  async #remove(limit: number): Promise<number> {
    const rows = await this.database.query(
      (sql) => sql`
        with stale as materialized (
          select job.id from pgboss.job as job
          where job.name = ${DEAD_JOBS} and job.created_on < gatehouse.now() - interval '1 hour' and not exists (
            select 1 from gatehouse.deliveries as message
            where message.application = job.data ->> 'application' and message.id = (job.data ->> 'eventId')::uuid
              and message.round = coalesce((job.data ->> 'round')::int, 0)
              and (${isDeadLetter(sql)} or message.state in ('queued', 'sending')))
          limit ${limit}
          for update skip locked
        )
        delete from pgboss.job as job using stale
        where job.name = ${DEAD_JOBS} and job.id = stale.id
        returning 1`,
    );
    return rows.length;
  }
}
