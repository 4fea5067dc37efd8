import type { Database } from '@gatehouse/platform/postgres';
import type { EventMessages, UserMessage } from '@gatehouse/registration/contract';

export type { EventMessages };

interface MessageRow {
  readonly id: string;
  readonly channel: UserMessage['channel'];
  readonly template: string | null;
  readonly state: UserMessage['state'];
  readonly attempts: number;
  readonly provider: string | null;
  readonly last_answer: string | null;
  readonly sent_at: Date | null;
  readonly failed_at: Date | null;
}

/** A delivery has the id of the event that asked for it. */
export class PostgresEventMessages implements EventMessages {
  constructor(private readonly database: Database) {}

  async of({ application, eventIds }: Parameters<EventMessages['of']>[0]) {
    if (eventIds.length === 0) return new Map<string, UserMessage>();
    const rows = await this.database.query<MessageRow>(
      (sql) => sql`
        select id, channel, template, state, attempts, provider, last_answer, sent_at, failed_at
        from gatehouse.deliveries where application = ${application} and id = any(${[...eventIds]}::text[]::uuid[])`,
    );
    return new Map(rows.map((row) => [row.id, messageOf(row)]));
  }
}

const messageOf = (row: MessageRow): UserMessage => ({
  channel: row.channel,
  template: row.template,
  state: row.state,
  attempts: row.attempts,
  provider: row.provider,
  lastAnswer: row.last_answer,
  sentAt: row.sent_at?.toISOString() ?? null,
  failedAt: row.failed_at?.toISOString() ?? null,
});
