import type { Database } from '@gatehouse/platform/postgres';
import type { FindEventMessages, FindTimeline } from '../../../contract/queries/find-timeline.js';
import type { TimelineEntry } from '../../../contract/read-models/user-record.js';

interface EventRow {
  readonly id: string;
  readonly position: string;
  readonly occurred_at: Date;
  readonly type: string;
  readonly data: object;
}

export class PostgresFindTimeline implements FindTimeline {
  constructor(
    private readonly database: Database,
    private readonly messages: FindEventMessages,
  ) {}

  async execute({ application, userId, after, limit }: Parameters<FindTimeline['execute']>[0]) {
    const rows = await this.database.query<EventRow>(
      (sql) => sql`
        select id, log.position::text as position, occurred_at, type, data from gatehouse.event_log as log
        where application = ${application} and subject = ${userId}
          and log.position < coalesce(${after}::text::bigint, 9223372036854775807)
        order by log.position desc limit ${limit}`,
    );
    const eventIds = rows.map(({ id }) => id);
    const messages = await this.messages.execute({ application, eventIds });
    return rows.map(
      ({ id, position, occurred_at, type, data }): TimelineEntry => ({
        position,
        at: occurred_at.toISOString(),
        type,
        data,
        message: messages.get(id) ?? null,
      }),
    );
  }
}
