import type { Database } from '@gatehouse/platform/postgres';
import type { MessageBacklogs } from '../../../application/ports/messages.js';
import type { MessageBacklog } from '../../../contract/queries/find-messages.js';
import { isDeadLetter } from './postgres-dead-letters.js';

/** However many messages there are, no more rows than these are read for each count. */
const MOST_SEEN = 10_000;

interface BacklogRow {
  readonly waiting: number;
  readonly oldest: Date | null;
  readonly dead: number;
  readonly seen: number;
}

export class PostgresMessageBacklogs implements MessageBacklogs {
  constructor(private readonly database: Database) {}

  async of(application: string): Promise<MessageBacklog> {
    const { waiting, oldest, dead, seen } = await this.database.one<BacklogRow>(
      (sql) => sql`
        with newest as materialized (
          select state, created_at from gatehouse.deliveries
          where application = ${application} order by created_at desc limit ${MOST_SEEN}
        ),
        dead as (
          select 1 from gatehouse.deliveries as message
          where message.application = ${application} and ${isDeadLetter(sql)} limit ${MOST_SEEN}
        )
        select count(*) filter (where state in ('queued', 'sending'))::int as waiting,
          min(created_at) filter (where state in ('queued', 'sending')) as oldest,
          (select count(*) from dead)::int as dead, count(*)::int as seen
        from newest`,
    );
    return {
      waiting,
      oldestWaitingSince: oldest?.toISOString() ?? null,
      deadLetters: dead,
      isPartial: seen === MOST_SEEN || dead === MOST_SEEN,
    };
  }
}
