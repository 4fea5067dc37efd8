import type { Database } from '@gatehouse/platform/postgres';
import type { Timelines } from '../../../application/ports/user-views.js';

interface EventRow {
  readonly id: string;
  readonly position: string;
  readonly occurred_at: Date;
  readonly type: string;
  readonly data: object;
}

export class PostgresTimelines implements Timelines {
  constructor(private readonly database: Database) {}

  async page({ application, userId, after, limit }: Parameters<Timelines['page']>[0]) {
    const rows = await this.database.query<EventRow>(
      (sql) => sql`
        select id, log.position::text as position, occurred_at, type, data from gatehouse.event_log as log
        where application = ${application} and subject = ${userId}
          and log.position < coalesce(${after}::text::bigint, 9223372036854775807)
        order by log.position desc limit ${limit}`,
    );
    return rows.map(({ id, position, occurred_at, type, data }) => ({
      eventId: id,
      position,
      at: occurred_at.toISOString(),
      type,
      data,
    }));
  }
}
